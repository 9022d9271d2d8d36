import { readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { judge } from './counts.mjs';
import { filesBelow } from './files.mjs';
import { node24 } from './node24.mjs';
import { inRoot, root } from './root.mjs';
import { runInFront, script } from './run.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {{ folder: string, env: NodeJS.ProcessEnv }} Scene where a suite leaves its report, and what it gets to know */
/**
 * @typedef {{
 *   name: string,
 *   folder?: string,
 *   files: RegExp,
 *   required: boolean,
 *   needs: ('postgres' | 'console' | 'chromium')[],
 *   run: (name: string, files: string[], scene: Scene) => Promise<Counts>,
 * }} Suite
 */

/** In the order they run: the quickest and innermost first.
 * @type {Suite[]} */
export const suites = [
  {
    name: 'kernel',
    files: /^kernel\/test\/.*\.test\.ts$/,
    required: true,
    needs: [],
    run: runNode,
  },
  {
    name: 'contract',
    files: /^contract\/test\/.*\.test\.ts$/,
    required: false,
    needs: [],
    run: runNode,
  },
  {
    name: 'server',
    files: /^server\/test\/.*\.test\.ts$/,
    required: true,
    needs: ['postgres'],
    run: runNode,
  },
  { name: 'tools', files: /^tools\/test\/.*\.test\.mjs$/, required: true, needs: [], run: runNode },
  {
    name: 'web units',
    folder: 'web',
    files: /^web\/test\/.*\.test\.ts$/,
    required: true,
    needs: [],
    run: runNode,
  },
  {
    name: 'web',
    files: /^web\/test\/.*\.(journey|spec)\.tsx?$/,
    required: false,
    needs: ['postgres', 'console', 'chromium'],
    run: runBrowser,
  },
];

/** The suites with their files, narrowed to the paths that contain one of the words given.
 * @param {readonly string[]} words
 * @returns {{ suite: Suite, files: string[] }[]} */
export function choose(words) {
  return suites
    .map((suite) => ({ suite, files: filesOf(suite).filter((path) => matches(path, words)) }))
    .filter(({ suite, files }) => files.length > 0 || (words.length === 0 && suite.required));
}

/** @param {Suite} suite */
function filesOf(suite) {
  return filesBelow(
    inRoot(suite.folder ?? suite.name, 'test'),
    (path) => !path.endsWith('/node_modules'),
  )
    .map((path) => relative(root, path).split(sep).join('/'))
    .filter((path) => suite.files.test(path));
}

/** @param {string} path
 * @param {readonly string[]} words */
function matches(path, words) {
  return words.length === 0 || words.some((word) => path.includes(word.replace(/^\.\//, '')));
}

/** Runs files of node:test.
 * @param {string} name
 * @param {string[]} files
 * @param {Scene} scene */
async function runNode(name, files, { folder, env }) {
  if (files.length === 0) return judge(name, undefined, 0);
  const report = join(folder, `${name}.json`);
  const reporters = [
    ['spec', 'stdout'],
    [inRoot('tools', 'lib', 'count-reporter.mjs'), report],
  ].flatMap(([reporter, to]) => [
    `--test-reporter=${reporter}`,
    `--test-reporter-destination=${to}`,
  ]);
  const limits = ['--test-concurrency=2', '--test-timeout=300000'];
  const code = await runInFront(node24(), ['--test', ...limits, ...reporters, ...files], { env });
  return judge(name, readReport(report), code);
}

/** Runs journeys in a browser.
 * @param {string} name
 * @param {string[]} files
 * @param {Scene} scene */
async function runBrowser(name, files, { folder, env }) {
  const report = join(folder, `${name}.json`);
  const patterns = files.map((path) => `${path.replace(/^web\//, '').replaceAll('.', '\\.')}$`);
  const playwright = script('@playwright/test', 'playwright');
  const args = [
    playwright,
    'test',
    '--config=playwright.config.ts',
    '--reporter=list,json',
    ...patterns,
  ];
  const code = await runInFront(node24(), args, {
    cwd: inRoot('web'),
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  const stats = readReport(report)?.stats;
  const counts = stats && {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  };
  return judge(name, counts, code);
}

/** @param {string} path
 * @returns {any} undefined when the runner wrote none */
function readReport(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.size) return undefined;
  return JSON.parse(readFileSync(path, 'utf8'));
}
