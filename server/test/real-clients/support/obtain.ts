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
import { basename, join } from 'node:path';
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
  const { code, out, err } = await run(command, {
    cwd,
    env: { GIT_TERMINAL_PROMPT: '0' },
    seconds: 480,
  });
  const tool = basename(command[0] ?? '');
  if (code === 127) throw new Unobtainable(`${tool} is not on this machine`);
  if (code !== 0)
    throw new Unobtainable(`${tool}: ${reason(`${out}\n${err}`) || `ended with ${code}`}`);
}

/** The line of an output that says what was wrong. */
function reason(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const telling =
    /forbidden|not available|not found|could not|cannot|unable|no matching|fatal|^error/i;
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
export async function rustProgram(program: string, crate: string, version: string) {
  const folder = await prepared(program, version, async (cwd) => {
    await download(cwd, 'cargo', 'add', '--quiet', `${crate}@=${version}`);
    await download(cwd, 'cargo', 'fetch', '--quiet');
    await build(cwd, 'cargo', 'build', '--quiet', '--jobs', '2', '--target-dir', 'target');
  });
  return [join(folder, 'target', 'debug', program)];
}

/**
 * A Go program built from its published source: from a checkout in the folder that COTERIE_CLIENTS_SOURCES names, as it
 * stands there, or from the tag of that version. Its folder is a copy of ours, with the program in it.
 */
export async function builtFromSource(program: string, name: string, source: string, tag: string) {
  const version = sourceVersion(source, tag);
  const folder = await prepared(program, version, async (cwd) => {
    if (version === tag)
      await download(
        cwd,
        'git',
        'clone',
        '--quiet',
        '--depth=1',
        `--branch=${tag}`,
        source,
        'source',
      );
  });
  const from = version === tag ? join(folder, 'source') : checkoutOf(source);
  await download(from, 'go', 'mod', 'download');
  await build(from, 'go', 'build', '-p', '2', '-o', join(folder, name), '.');
  return folder;
}

const checkoutOf = (source: string) =>
  join(process.env.COTERIE_CLIENTS_SOURCES ?? '', basename(source));

export const sourceVersion = (source: string, tag: string): string =>
  process.env.COTERIE_CLIENTS_SOURCES && existsSync(checkoutOf(source)) ? 'checkout' : tag;

/** The first of these programs that this machine has. */
export async function programOf(...names: string[]): Promise<string> {
  for (const name of names) if ((await run([name, 'version'])).code === 0) return name;
  throw new Unobtainable(`there is no ${names.join(' and no ')} on this machine`);
}

/** Our playbook beside a collection for Ansible, and an Ansible of its own. */
export async function ansiblePlaybook(
  program: string,
  collection: string,
  version: string,
  packages: string[],
) {
  const folder = await prepared(program, version, async (cwd) => {
    await download(cwd, 'python3', '-m', 'venv', 'venv');
    await download(cwd, 'venv/bin/pip', 'install', '--quiet', ...packages);
  });
  const install = ['collection', 'install', '-p', 'collections', collection];
  if (!existsSync(join(folder, 'collections', 'ansible_collections', 'infisical')))
    await download(folder, 'venv/bin/ansible-galaxy', ...install);
  return [join(folder, 'venv', 'bin', 'ansible-playbook'), join(folder, 'main.yml')];
}
