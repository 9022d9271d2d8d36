import type { FactKind, Facts } from '../change.ts';
import type { Id } from '../facts.ts';
import { refuse } from '../refusals.ts';
import type { World } from '../world.ts';

/** The fact of that id; refuses when this organization has none. */
export const found = <K extends FactKind>(world: World, kind: K, id: Id): Facts[K] =>
  world.get(kind, id) ?? refuse({ reason: 'notFound', thing: kind, id });
