/** Tells on one line what is being done and, once it is done, how long it took.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} */
export async function step(what, work) {
  const since = performance.now();
  process.stdout.write(`${what} …`);
  try {
    const result = await work();
    process.stdout.write(` ${elapsed(since)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(` failed after ${elapsed(since)}\n`);
    throw error;
  }
}

/** @param {number} since */
export function elapsed(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
