/**
 * Breaks the kernel in one place at a time, in a copy, and asks whether the tests notice.
 * `node kernel/test/mutants.mjs [word]` tries every slip of the list, or those whose description has the word.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from '../../tools/lib/files.mjs';
import { node24 } from '../../tools/lib/node24.mjs';
import { mutants } from './mutants-list.mjs';

const kernel = fileURLToPath(new URL('..', import.meta.url));
const longest = 180_000;

const word = process.argv[2] ?? '';
const chosen = mutants.filter(([file, slip]) => `${file}: ${slip}`.includes(word));
const copy = mkdtempSync(join(tmpdir(), 'coterie-mutants-'));
try {
  process.exitCode = (await tryAll()) ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true });
}

/** Says of each slip whether a test failed that passes without it; true when all did. */
async function tryAll() {
  for (const name of ['package.json', 'src', 'spec', 'test'])
    cpSync(join(kernel, name), join(copy, name), { recursive: true });
  symlinkSync(join(kernel, '..', 'node_modules'), join(copy, 'node_modules'));
  for (const [file, slip, search] of chosen)
    if (!inAnyFormat(search).test(readFileSync(join(copy, 'src', file), 'utf8')))
      throw new Error(`\`${search}\` is not in ${file}: bring the slip "${slip}" up to date`);
  const before = await failures(null);
  for (const name of before) console.log(`fails without any slip: ${name}`);
  let killed = 0;
  for (const mutant of chosen) {
    const [notice] = (await failuresWith(mutant, before)).filter((name) => !before.includes(name));
    const verdict = notice === undefined ? 'SURVIVES' : 'killed  ';
    console.log(`${verdict} ${mutant[0]}: ${mutant[1]}${notice ? ` (${notice})` : ''}`);
    if (notice !== undefined) killed++;
  }
  console.log(`killed ${killed} of ${chosen.length}`);
  return killed === chosen.length && before.length === 0;
}

/** @param {typeof mutants[number]} mutant @param {readonly string[]} before */
async function failuresWith([file, , search, replace], before) {
  const path = join(copy, 'src', file);
  const source = readFileSync(path, 'utf8');
  const changed = source.replace(inAnyFormat(search), () => replace);
  writeFileSync(path, changed);
  try {
    return await failures(before);
  } finally {
    writeFileSync(path, source);
  }
}

/** @param {string} text */
function inAnyFormat(text) {
  const signs = [...text.replace(/\s/g, '')].map((sign) =>
    sign.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'),
  );
  return new RegExp(signs.join('\\s*'));
}

/** The names of the tests that fail: all, or up to the first that is not among the known; a run that takes too long counts as
 * one. Either way it is ended with all that it started.
 * @param {readonly string[] | null} known
 * @returns {Promise<string[]>} */
function failures(known) {
  const tests = filesBelow(join(copy, 'test'), () => true)
    .filter((path) => path.endsWith('.test.ts'))
    // The laws take longest.
    .sort((a, b) => Number(a.includes('laws')) - Number(b.includes('laws')));
  return new Promise((resolve, reject) => {
    const run = spawn(node24(), ['--test', '--test-reporter=tap', ...tests], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    const end = (/** @type {string[]} */ names) => {
      clearTimeout(timer);
      if (run.exitCode === null && run.pid !== undefined) process.kill(-run.pid, 'SIGKILL');
      resolve(names);
    };
    const timer = setTimeout(() => end([`took longer than ${longest} ms`]), longest);
    let out = '';
    run.stdout.on('data', (data) => {
      out += data;
      const failed = failedIn(out);
      if (known && failed.some((name) => !known.includes(name))) end(failed);
    });
    run.on('error', reject);
    run.on('close', () => end(failedIn(out)));
  });
}

/** @param {string} tap @returns {string[]} */
function failedIn(tap) {
  return [...tap.matchAll(/^\s*not ok \d+ - (.*)\n/gm)].map(([, name]) => name ?? '');
}
