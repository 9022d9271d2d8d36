import { readFileSync, writeFileSync } from 'node:fs';
import { openApi } from '../server/src/index.ts';

/** Writes the API's description to contract/openapi.json; with --check only says whether it is up to date. */
const file = new URL('../contract/openapi.json', import.meta.url);
const text = `${JSON.stringify(await openApi(), null, 2)}\n`;
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('contract/openapi.json is not up to date: run `npm run openapi`');
  process.exitCode = 1;
}
