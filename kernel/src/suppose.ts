import { type Change, inverse } from './change.ts';
import type { World } from './world.ts';

/** Asks a question of the world as the changes would leave it, and puts it back. */
export function supposing<T>(
  world: World,
  changes: readonly Change[],
  ask: (world: World) => T,
): T {
  const { version } = world;
  world.apply(changes);
  try {
    return ask(world);
  } finally {
    world.apply(inverse(changes), version);
  }
}
