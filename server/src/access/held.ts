import type { FactKind, Id, World } from '@coterie/kernel';

/** Measured for facts with ids of 36 characters and names of usual length, and rounded up. */
const worldBytes = 20_000;
const factBytes: Record<FactKind, number> = {
  member: 400,
  group: 600,
  edge: 80,
  project: 750,
  grant: 1400,
  role: 1000,
  manager: 500,
};

/** About how many bytes a world takes in memory. */
export function bytesOf(world: World): number {
  let bytes = worldBytes;
  for (const [kind, each] of Object.entries(factBytes))
    bytes += world.count(kind as FactKind) * each;
  return bytes;
}

type Held = { world: World; bytes: number };

/** Worlds by organization, as many as a budget of bytes holds: the one asked for longest ago goes first. */
export class HeldWorlds {
  readonly #budget: number;
  /** In the order in which they were last asked for. */
  readonly #held = new Map<Id, Held>();
  #last: Id | null = null;
  #bytes = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  get(org: Id): World | undefined {
    const held = this.#held.get(org);
    if (!held || org === this.#last) return held?.world;
    this.#held.delete(org);
    this.#held.set(org, held);
    this.#last = org;
    return held.world;
  }

  /** Takes a world, or measures again one that has changed, and makes room for it; it is itself never what goes. */
  put(org: Id, world: World): void {
    this.#bytes -= this.#held.get(org)?.bytes ?? 0;
    this.#held.delete(org);
    const bytes = bytesOf(world);
    this.#held.set(org, { world, bytes });
    this.#last = org;
    this.#bytes += bytes;
    for (const [oldest, held] of this.#held) {
      if (this.#bytes <= this.#budget || oldest === org) return;
      this.#held.delete(oldest);
      this.#bytes -= held.bytes;
    }
  }

  get count(): number {
    return this.#held.size;
  }

  get bytes(): number {
    return this.#bytes;
  }
}
