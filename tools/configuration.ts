import { readFileSync, writeFileSync } from 'node:fs';
import { variables } from '../server/src/config.ts';

/** Writes the table of docs/guide/configuration.md from the settings that are read; with --check only says whether it is up to date. */
const file = new URL('../docs/guide/configuration.md', import.meta.url);
const rows = variables.map(
  ({ name, meaning, otherwise }) => `| \`${name}\` | ${meaning} | ${otherwise} |`,
);
const table = ['| variable | meaning | without it |', '|---|---|---|', ...rows].join('\n');
const text = readFileSync(file, 'utf8');
const wanted = text.replace(/^\| variable \|.*?(?=\n\n)/ms, () => table);
if (!process.argv.includes('--check')) writeFileSync(file, wanted);
else if (text !== wanted) {
  console.error('docs/guide/configuration.md is not up to date: run `npm run configuration`');
  process.exitCode = 1;
}
