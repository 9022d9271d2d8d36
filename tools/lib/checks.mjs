import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkImports } from './imports.mjs';
import { licenceProblems, unpinned } from './licences.mjs';
import { missingFromLock } from './lock.mjs';
import { node24 } from './node24.mjs';
import { inRoot, readJson, workspaces } from './root.mjs';
import { run, script } from './run.mjs';

/** @typedef {{ name: string, run: () => Promise<{ code: number, output: string }> }} Check */

/** All checks, in the order they are told.
 * @returns {Check[]} */
export function checks() {
  return [
    {
      name: 'format and lint',
      run: () => tool(['@biomejs/biome', 'biome'], 'check', '--error-on-warnings', '.'),
    },
    {
      name: 'promises',
      run: () => tool(['oxlint', 'oxlint'], '--type-aware', '--deny-warnings', '.'),
    },
    { name: 'imports', run: () => checkImports() },
    ...projects.filter((path) => existsSync(inRoot(path))).map(types),
    { name: 'dependencies', run: dependencies },
    ...written('openapi', 'configuration'),
  ];
}

const projects = [
  'kernel/tsconfig.json',
  'kernel/tsconfig.test.json',
  'contract/tsconfig.json',
  'server/tsconfig.json',
  'web/tsconfig.json',
  'cli/tsconfig.json',
  'tools/tsconfig.json',
];

/** @param {string} project
 * @returns {Check} */
function types(project) {
  return { name: `types of ${project}`, run: () => tool(['typescript', 'tsc'], '-p', project) };
}

/** What is written from the sources is as they are.
 * @param {...string} names */
function written(...names) {
  return names
    .map((name) => ({ name, generator: join('tools', `${name}.ts`) }))
    .filter(({ generator }) => existsSync(inRoot(generator)))
    .map(({ name, generator }) => ({
      name: `${name} is up to date`,
      run: () => run(node24(), [generator, '--check']),
    }));
}

async function dependencies() {
  const manifests = ['.', ...workspaces()].map((name) => readJson(inRoot(name, 'package.json')));
  const { packages } = readJson(inRoot('package-lock.json'));
  const missing = missingFromLock(packages).map(
    ({ name }) => `${name} is not in package-lock.json: run node tools/complete-lock.mjs`,
  );
  const problems = [...manifests.flatMap(unpinned), ...licenceProblems(packages), ...missing];
  return { code: problems.length, output: problems.join('\n') };
}

/** @param {[string, string]} program its package and its name there
 * @param {...string} args */
function tool([name, program], ...args) {
  return run(node24(), [script(name, program), ...args]);
}
