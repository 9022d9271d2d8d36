/** How a suite, or all of them, ended.
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
export const none = { passed: 0, failed: 0, skipped: 0 };

/** @param {readonly Counts[]} all
 * @returns {Counts} */
export function sum(all) {
  return all.reduce(
    (a, b) => ({
      passed: a.passed + b.passed,
      failed: a.failed + b.failed,
      skipped: a.skipped + b.skipped,
    }),
    none,
  );
}

/** @param {Counts} counts */
export function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

/** Judges what a runner counted: one that crashed, ran nothing, or failed outside of its tests counts as one failure.
 * @param {string} suite
 * @param {Counts | undefined} counted undefined when the runner did not get to its end
 * @param {number} code the runner's exit code
 * @returns {Counts} */
export function judge(suite, counted, code) {
  const counts = counted ?? none;
  const problem = problemOf(counts, counted !== undefined, code);
  if (!problem) return counts;
  console.error(`${suite}: ${problem}`);
  return { ...counts, failed: counts.failed + 1 };
}

/** @param {Counts} counts
 * @param {boolean} finished
 * @param {number} code */
function problemOf({ passed, failed, skipped }, finished, code) {
  if (!finished) return `the suite did not get to its end (exit code ${code})`;
  if (passed + failed + skipped === 0) return 'the suite ran no test';
  if (code !== 0 && failed === 0)
    return `the suite failed outside of its tests (exit code ${code})`;
  return undefined;
}
