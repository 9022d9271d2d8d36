import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printed, run } from './program.ts';

/** A client that is not to be had on this machine: it is skipped by name, with this as the reason. */
export class Unobtainable extends Error {
  override name = 'Unobtainable';
}

const programs = fileURLToPath(new URL('../programs/', import.meta.url));
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'coterie-clients');

/**
 * A folder outside of the tree that `fill` fills once for this version of a client and of the program of ours in
 * `programs/`, of which it begins as a copy.
 */
async function prepared(
  program: string,
  version: string,
  fill: (folder: string) => Promise<unknown>,
): Promise<string> {
  const ours = join(programs, program);
  const folder = join(cache, `${program}-${version}-${fingerprint(ours)}`);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return folder;
  forget(program);
  mkdirSync(folder, { recursive: true });
  cpSync(ours, folder, { recursive: true });
  await fill(folder);
  writeFileSync(complete, '');
  return folder;
}

/** Takes away what was made for another version, or not to its end. */
function forget(program: string): void {
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache).filter((one) => one.startsWith(`${program}-`)))
    rmSync(join(cache, name), { recursive: true, force: true });
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, name);
    if (statSync(path).isFile()) hash.update(name).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 12);
}

/** What only downloads: that it fails says that the client is not to be had, not that it does not work. */
async function download(cwd: string, ...command: string[]): Promise<void> {
  const { code, out, err } = await run(command, { cwd, seconds: 480 });
  if (code === 127) throw new Unobtainable(`${command[0]} is not on this machine`);
  if (code !== 0)
    throw new Unobtainable(reason(`${out}\n${err}`) || `${command[0]} ended with ${code}`);
}

/** The line of an output that says what was wrong. */
function reason(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const telling =
    /forbidden|not available|not found|could not|cannot|unable|no matching|error|fatal/i;
  return (lines.find((line) => telling.test(line)) ?? lines.findLast(Boolean) ?? '').slice(0, 200);
}

const build = (cwd: string, ...command: string[]) => printed(command, { cwd, seconds: 580 });

/** A Go program of ours on a published module; its sums are held against Go's checksum database. */
export async function goProgram(program: string, module: string, version: string) {
  const folder = await prepared(program, version, async (cwd) => {
    await download(cwd, 'go', 'mod', 'init', `coterie.test/${program}`);
    await download(cwd, 'go', 'mod', 'edit', `-require=${module}@${version}`);
    await download(cwd, 'go', 'get', '.');
    await build(cwd, 'go', 'build', '-p', '2', '-o', 'program', '.');
  });
  return [join(folder, 'program')];
}

/** A Python script of ours beside a published package. */
export async function pythonProgram(program: string, name: string, version: string) {
  const folder = await prepared(program, version, async (cwd) => {
    await download(cwd, 'python3', '-m', 'venv', 'venv');
    await download(
      cwd,
      'venv/bin/pip',
      'install',
      '--quiet',
      '--only-binary=:all:',
      `${name}==${version}`,
    );
  });
  return [join(folder, 'venv', 'bin', 'python'), join(folder, 'main.py')];
}

/** A script for Node of ours beside a published package, whose install scripts are not run. */
export async function nodeProgram(program: string, name: string, version: string) {
  const folder = await prepared(program, version, async (cwd) => {
    writeFileSync(join(cwd, 'package.json'), '{"private":true}');
    await download(
      cwd,
      'npm',
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `${name}@${version}`,
    );
  });
  return [process.execPath, join(folder, 'main.mjs')];
}

/** A Rust program of ours on a published crate. */
export async function rustProgram(program: string, version: string) {
  const folder = await prepared(program, version, async (cwd) => {
    await download(cwd, 'cargo', 'fetch', '--quiet');
    await build(cwd, 'cargo', 'build', '--quiet', '--jobs', '2', '--target-dir', 'target');
  });
  return [join(folder, 'target', 'debug', program)];
}
