import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { inRoot, readJson, root } from './root.mjs';

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv }} Place */

/** Runs a program to its end and keeps what it says.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {Place & { shell?: boolean }} [place]
 * @returns {Promise<{ code: number, output: string }>} */
export function run(file, args, place = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...place });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({ code: exitCode(code, signal), output: Buffer.concat(chunks).toString().trim() }),
    );
  });
}

/** Runs a program that shares our terminal, hands signals on to it, and gives its exit code.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {Place} [place]
 * @returns {Promise<number>} */
export function runInFront(file, args, place = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: root, stdio: 'inherit', ...place });
    const release = handOn((signal) => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      release();
      resolve(exitCode(code, signal));
    });
  });
}

/**
 * Hands signals on instead of dying of them. A terminal sends Ctrl-C and hang-up to every process in front, so there
 * the other has it already, and a second one would mean "at once, without cleaning up".
 * @param {(signal: NodeJS.Signals) => void} pass
 * @returns {() => void} stops handing on
 */
export function handOn(pass) {
  const fromTerminal = process.stdin.isTTY === true;
  /** @type {[NodeJS.Signals, () => void][]} */
  const listeners = [
    ['SIGTERM', () => pass('SIGTERM')],
    ['SIGINT', () => fromTerminal || pass('SIGINT')],
    ['SIGHUP', () => fromTerminal || pass('SIGHUP')],
  ];
  for (const [signal, listener] of listeners) process.on(signal, listener);
  const watch = whenOrphaned(() => pass('SIGTERM'));
  return () => {
    clearInterval(watch);
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/** npm puts a shell between itself and us, which dies of a SIGTERM without a word to us: then our parent changes.
 * @param {() => void} tell */
function whenOrphaned(tell) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (!process.env.npm_lifecycle_event || process.ppid === parent) return;
    clearInterval(watch);
    tell();
  }, 300);
  return watch.unref();
}

/** A program that a package brings, as a script for Node.
 * @param {string} name of the package
 * @param {string} [program] when the package has several */
export function script(name, program = name.replace(/^.*\//, '')) {
  const file = inRoot('node_modules', name, 'package.json');
  const { bin } = readJson(file);
  return join(dirname(file), typeof bin === 'string' ? bin : bin[program]);
}

/** As a shell counts: a program ended by a signal has 128 and the signal's number.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal */
function exitCode(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
