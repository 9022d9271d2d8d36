import type { Instant } from '../facts.ts';
import type { World } from '../world.ts';

/** From when (included) until when (excluded). */
export type Steady = { from: Instant; until: Instant };

/** The time around a moment in which nothing of a world begins or ends: asked within it, a question has one answer. */
export function steady({ packed: { edges, grants, walk } }: World, at: Instant): Steady {
  walk.begin(0);
  for (const window of edges.windows()) walk.isOpen(window, at);
  for (const grant of grants.all()) walk.isOpen(grant, at);
  return { from: walk.from, until: walk.until };
}
