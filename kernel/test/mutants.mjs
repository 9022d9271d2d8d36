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
  for (const name of ['package.json', 'src', 'test'])
    cpSync(join(kernel, name), join(copy, name), { recursive: true });
  symlinkSync(join(kernel, '..', 'node_modules'), join(copy, 'node_modules'));
  for (const [file, slip, search] of chosen)
    if (!inAnyFormat(search).test(readFileSync(join(copy, 'src', file), 'utf8')))
      throw new Error(`\`${search}\` is not in ${file}: bring the slip "${slip}" up to date`);
  const before = await failures();
  for (const name of before) console.log(`fails without any slip: ${name}`);
  let killed = 0;
  for (const mutant of chosen) {
    const notices = (await failuresWith(mutant)).filter((name) => !before.includes(name));
    const verdict = notices.length > 0 ? 'killed  ' : 'SURVIVES';
    console.log(`${verdict} ${mutant[0]}: ${mutant[1]} (${notices.length})`);
    if (notices.length > 0) killed++;
  }
  console.log(`killed ${killed} of ${chosen.length}`);
  return killed === chosen.length && before.length === 0;
}

/** @param {typeof mutants[number]} mutant */
async function failuresWith([file, , search, replace]) {
  const path = join(copy, 'src', file);
  const source = readFileSync(path, 'utf8');
  const changed = source.replace(inAnyFormat(search), () => replace);
  writeFileSync(path, changed);
  try {
    return await failures();
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

/** The names of the tests that fail; a run that takes too long counts as one, and is ended with all that it started.
 * @returns {Promise<string[]>} */
function failures() {
  const tests = filesBelow(join(copy, 'test'), () => true).filter((path) =>
    path.endsWith('.test.ts'),
  );
  return new Promise((resolve, reject) => {
    const run = spawn(node24(), ['--test', '--test-reporter=tap', ...tests], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    const end = () => process.kill(-(run.pid ?? 0), 'SIGKILL');
    const timer = setTimeout(() => {
      end();
      resolve([`took longer than ${longest} ms`]);
    }, longest);
    let out = '';
    run.stdout.on('data', (data) => {
      out += data;
    });
    run.on('error', reject);
    run.on('close', () => {
      clearTimeout(timer);
      resolve([...out.matchAll(/^\s*not ok \d+ - (.*)$/gm)].map(([, name]) => name ?? ''));
    });
  });
}
