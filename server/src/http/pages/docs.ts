type Operation = { summary?: string; description?: string; tags?: string[] };
type Description = { info: { title: string; version: string }; paths?: Record<string, unknown> };

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** A plain page of every endpoint, for reading; the whole description is at /api/docs/json. */
export function docsPage(description: object): string {
  const { info, paths = {} } = description as Description;
  const rows = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, Operation>).map(
      ([method, { summary = '', description: who = '' }]) => [
        method.toUpperCase(),
        path,
        summary,
        who,
      ],
    ),
  );
  rows.sort((a, b) => (a[1] ?? '').localeCompare(b[1] ?? ''));
  const cells = rows.map(
    (row) =>
      `<tr>${row.map((text, index) => `<td>${index < 2 ? `<code>${escaped(text)}</code>` : escaped(text)}</td>`).join('')}</tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(info.title)} API</title></head>
<body><h1>${escaped(info.title)} API ${escaped(info.version)}</h1>
<p>OpenAPI 3.1: <a href="/api/docs/json">/api/docs/json</a></p>
<table><thead><tr><th>Method</th><th>Path</th><th>What it does</th><th>Who may</th></tr></thead><tbody>
${cells.join('\n')}
</tbody></table></body></html>`;
}
