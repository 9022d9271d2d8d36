import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkImports } from '../lib/imports.mjs';

/** Who imports what, and the rule that must refuse it. */
const refused = [
  ['kernel/src/clock.ts', "import 'node:timers'", 'kernel-imports-only-itself'],
  ['kernel/src/shape.ts', "import 'zod'", 'kernel-imports-only-itself'],
  ['contract/src/kernel.ts', "import '../../kernel/src/plan.ts'", 'packages-have-one-door'],
  ['contract/src/node.ts', "import 'node:fs'", 'contract-imports-the-kernel-and-zod'],
  ['contract/src/server.ts', "import '@coterie/server'", 'contract-imports-the-kernel-and-zod'],
  ['server/src/http/rows.ts', "import '../store/groups.ts'", 'http-knows-only-types-of-the-store'],
  ['server/src/http/seal.ts', "import '../crypto/seal.ts'", 'http-hands-over-to-usecases'],
  ['server/src/http/sql.ts', "import 'kysely'", 'sql-is-in-the-store'],
  ['server/src/app.ts', "import 'pg'", 'sql-is-in-the-store'],
  ['server/src/usecases/reply.ts', "import '../http/ok.ts'", 'usecases-know-no-http'],
  ['server/src/usecases/request.ts', "import type { F } from 'fastify'", 'fastify-is-for-http'],
  ['server/src/usecases/cookie.ts', "import '@fastify/cookie'", 'fastify-is-for-http'],
  [
    'server/src/usecases/path.ts',
    "import { path } from '@coterie/contract'",
    'usecases-know-only-types-of-the-contract',
  ],
  ['server/src/access/verb.ts', "import '../usecases/ok.ts'", 'access-reads-the-store'],
  ['server/src/access/reply.ts', "import '../http/ok.ts'", 'access-reads-the-store'],
  ['server/src/store/verb.ts', "import '../usecases/ok.ts'", 'store-is-sql'],
  ['server/src/store/reply.ts', "import '../http/ok.ts'", 'store-is-sql'],
  [
    'server/src/store/may.ts',
    "import { may } from '@coterie/kernel'",
    'store-knows-only-types-of-the-kernel',
  ],
  ['server/src/postgres/rows.ts', "import '../store/groups.ts'", 'postgres-stands-alone'],
  ['server/test/deep.ts', "import '../../kernel/src/plan.ts'", 'packages-have-one-door'],
  ['server/src/store/unlisted.ts', "import 'pg-unlisted'", 'packages-list-what-they-import'],
  ['server/src/crypto/check.ts', "import 'fast-check'", 'sources-need-no-development-package'],
  ['server/src/crypto/nowhere.ts', "import './nothing.ts'", 'imports-lead-somewhere'],
  ['server/src/crypto/deep.ts', "import '@coterie/kernel/src/plan.ts'", 'imports-lead-somewhere'],
  ['web/src/server.ts', "import '@coterie/server'", 'console-and-command-line-know-no-server'],
  [
    'cli/src/server.ts',
    "import '../../server/src/index.ts'",
    'console-and-command-line-know-no-server',
  ],
  ['kernel/src/round.ts', "import './trip.ts'", 'no-cycles'],
];

/** What the same folders may well import. */
const allowed = [
  ['kernel/src/plan.ts', "import './routes.ts'"],
  ['contract/src/ok.ts', "import { may } from '@coterie/kernel'; import 'zod'"],
  [
    'server/src/http/ok.ts',
    "import 'fastify'; import '../usecases/ok.ts'; import '@coterie/contract'",
  ],
  ['server/src/http/reason.ts', "import type { May } from '@coterie/kernel'; import 'node:path'"],
  ['server/src/http/shown.ts', "import type { GroupRow } from '../store/groups.ts'"],
  [
    'server/src/usecases/ok.ts',
    "import '../store/groups.ts'; import '../access/ok.ts'; import '@coterie/kernel'",
  ],
  [
    'server/src/usecases/shape.ts',
    "import type { Path } from '@coterie/contract'; import '../crypto/seal.ts'",
  ],
  ['server/src/access/ok.ts', "import '../store/groups.ts'; import '@coterie/kernel'"],
  [
    'server/src/store/groups.ts',
    "import 'kysely'; import type { May } from '@coterie/kernel'; import 'node:fs'",
  ],
  ['server/src/postgres/ok.ts', "import 'pg'; import 'node:fs'"],
  ['server/src/crypto/seal.ts', "import 'node:crypto'"],
  [
    'server/test/laws.ts',
    "import 'fast-check'; import '../src/store/groups.ts'; import '@coterie/kernel'",
  ],
  ['web/src/ok.ts', "import '@coterie/contract'; import '@coterie/kernel'"],
  ['kernel/src/here.ts', "import type { T } from './there.ts'; export type H = T"],
];

/** What they import. */
const others = [
  ['kernel/src/index.ts', 'export type May = 1; export const may = 1'],
  ['kernel/src/routes.ts', ''],
  ['kernel/src/trip.ts', "import './round.ts'"],
  ['kernel/src/there.ts', "import type { H } from './here.ts'; export type T = H"],
  ['contract/src/index.ts', 'export type Path = 1; export const path = 1'],
  ['server/src/index.ts', ''],
];

/** @type {Record<string, object>} */
const manifests = {
  kernel: {},
  contract: { dependencies: { '@coterie/kernel': '1', zod: '1' } },
  server: {
    dependencies: {
      '@coterie/contract': '1',
      '@coterie/kernel': '1',
      '@fastify/cookie': '1',
      fastify: '1',
      kysely: '1',
      pg: '1',
    },
    devDependencies: { 'fast-check': '1' },
  },
  web: { dependencies: { '@coterie/contract': '1', '@coterie/kernel': '1' } },
  cli: {},
};

const packages = ['zod', 'fastify', '@fastify/cookie', 'kysely', 'pg', 'pg-unlisted', 'fast-check'];

let folder = '';
/** @type {{ from: string, rule: { name: string } }[]} */
let violations = [];

before(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'coterie-import-rules-')));
  for (const [name, more] of Object.entries(manifests)) {
    const manifest = { name: `@coterie/${name}`, exports: { '.': './src/index.ts' }, ...more };
    write(`${name}/package.json`, JSON.stringify(manifest));
    link(`../../${name}`, `node_modules/@coterie/${name}`);
  }
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const [path = '', source = ''] of [...refused, ...allowed, ...others]) write(path, source);
  const { output } = await checkImports(folder, 'json');
  violations = JSON.parse(output.slice(output.indexOf('{'))).summary.violations;
});

after(() => rmSync(folder, { recursive: true, force: true }));

for (const [path = '', source, rule = ''] of refused)
  test(`${path} may not: ${source}`, () =>
    assert.ok(rulesAgainst(path).includes(rule), rulesAgainst(path).join()));

for (const [path = '', source] of allowed)
  test(`${path} may: ${source}`, () => assert.deepEqual(rulesAgainst(path), []));

/** @param {string} path */
function rulesAgainst(path) {
  return violations.filter(({ from }) => from === path).map(({ rule }) => rule.name);
}

/** @param {string} path
 * @param {string} text */
function write(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** @param {string} target
 * @param {string} path */
function link(target, path) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  symlinkSync(target, join(folder, path));
}
