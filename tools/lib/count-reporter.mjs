/** A reporter for node:test that only counts: one line of JSON for the whole run.
 * @param {AsyncIterable<{ type: string, data: any }>} events */
export default async function* count(events) {
  for await (const { type, data } of events) {
    // Each file has a summary too; that of the whole run names no file.
    if (type !== 'test:summary' || data.file) continue;
    const { tests, passed, skipped, todo } = data.counts;
    yield JSON.stringify({
      passed,
      skipped: skipped + todo,
      failed: tests - passed - skipped - todo,
    });
  }
}
