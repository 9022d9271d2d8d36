/** So many at once; what is done to each takes microseconds. */
const slice = 200;

/** The same for each of many, in their order, with room for other requests between slices. */
export async function inSlices<T, R>(
  all: readonly T[],
  work: (one: T) => R | Promise<R>,
): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < all.length; from += slice) {
    if (from > 0) await new Promise(setImmediate);
    done.push(...(await Promise.all(all.slice(from, from + slice).map(work))));
  }
  return done;
}

/** Those of many for which something holds, in their order. */
export async function whichOf<T>(all: readonly T[], holds: (one: T) => boolean): Promise<T[]> {
  const held = await inSlices(all, holds);
  return all.filter((_, n) => held[n]);
}
