/** How a client did; `why` says for what reason it was skipped. */
export type Row = Counts & { client: string; version: string; why?: string };
type Counts = { passed: number; failed: number };

export const total = (rows: readonly Counts[]): Counts => ({
  passed: rows.reduce((sum, { passed }) => sum + passed, 0),
  failed: rows.reduce((sum, { failed }) => sum + failed, 0),
});

export const inWords = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;

/** The rows in columns, as a person reads them. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['client', 'version', 'passed', 'failed', 'skipped'],
    ...rows.map(({ client, version, passed, failed, why = '' }) => [
      client,
      version,
      String(passed),
      String(failed),
      why,
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
