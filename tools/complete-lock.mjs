// To be run after `npm install` has changed package-lock.json: adds the packages for other systems that npm left out.
import { writeFileSync } from 'node:fs';
import { completed, missingFromLock } from './lib/lock.mjs';
import { inRoot, readJson } from './lib/root.mjs';

const path = inRoot('package-lock.json');
const lock = readJson(path);
const missing = missingFromLock(lock.packages);
for (const { name, version } of missing) console.log(`adding ${name} ${version}`);
if (missing.length > 0)
  writeFileSync(
    path,
    `${JSON.stringify({ ...lock, packages: completed(lock.packages) }, null, 2)}\n`,
  );
