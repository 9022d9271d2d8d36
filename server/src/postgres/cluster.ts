import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { run } from './command.ts';
import type { Layout } from './layout.ts';
import { codeOf, PostgresProblem } from './problem.ts';
import { isAlive } from './process.ts';
import type { Programs } from './programs.ts';
import { commandAs, giveTreeTo, type RunAs } from './run-as.ts';

/** The passwords of PostgreSQL's two users: `admin` only supervises, `owner` holds the product's database and no more. */
export type Credentials = { admin: string; owner: string };

export const adminUser = 'postgres';
export const ownerUser = 'coterie';
export const database = 'coterie';

/** The version of the PostgreSQL that made the cluster, or undefined when there is none yet. */
export async function clusterMajor(layout: Layout): Promise<string | undefined> {
  try {
    return (await readFile(join(layout.data, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new PostgresProblem(`cannot read \`${layout.data}\` (${codeOf(error)})`, {
      cause: error,
    });
  }
}

/** Reads the passwords that belong to the cluster. */
export async function readCredentials(layout: Layout): Promise<Credentials> {
  try {
    return JSON.parse(await readFile(layout.credentials, 'utf8'));
  } catch (error) {
    throw new PostgresProblem(
      `cannot read the database passwords in \`${layout.credentials}\` (${codeOf(error)})`,
      { cause: error },
    );
  }
}

/** Makes a cluster beside its final place and moves it there whole; when another process was faster, its one stays. */
export async function makeCluster(layout: Layout, programs: Programs, runAs: RunAs): Promise<void> {
  await removeAbandoned(layout);
  const making = await mkdtemp(join(layout.root, `making-${process.pid}-`));
  try {
    await fill(making, programs, runAs);
    await rename(making, layout.cluster).catch((error: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error))) throw error;
    });
    await syncFolder(layout.root);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function fill(folder: string, programs: Programs, runAs: RunAs): Promise<void> {
  const credentials: Credentials = { admin: newPassword(), owner: newPassword() };
  const data = join(folder, 'data');
  const adminFile = join(folder, 'admin');
  await mkdir(data, { mode: 0o700 });
  await writeSecret(adminFile, credentials.admin);
  await writeSecret(join(folder, 'credentials.json'), JSON.stringify(credentials));
  await giveTreeTo(runAs, folder);
  await must(programs.initdb, [...initArgs, `--pwfile=${adminFile}`, '-D', data], '', runAs);
  // Statement by statement without a server: the cluster is complete before anyone can reach it.
  const single = ['--single', '-c', 'exit_on_error=on', '-D', data, 'postgres'];
  await must(programs.postgres, single, ownerStatements(credentials.owner), runAs);
  await rm(adminFile);
}

const initArgs = [
  `--username=${adminUser}`,
  '--auth=scram-sha-256',
  '--data-checksums',
  '--no-locale',
  '--encoding=UTF8',
  '--no-instructions',
];

/** `createdb` lets tests and restore drills make databases beside the product's own. */
function ownerStatements(password: string): string {
  return [
    `create role ${ownerUser} login createdb password '${password}';`,
    `create database ${database} owner ${ownerUser};`,
    '',
  ].join('\n');
}

async function must(program: string, args: string[], input: string, runAs: RunAs): Promise<void> {
  const { code, output } = await run(commandAs(runAs, program, args), input);
  if (code === 0) return;
  throw new PostgresProblem(
    `${basename(program)} could not make a new database:\n${output.trim()}`,
  );
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

async function writeSecret(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600, flag: 'wx', flush: true });
}

/** A process killed while it made something leaves its folder behind, named after it. */
async function removeAbandoned(layout: Layout): Promise<void> {
  for (const name of await readdir(layout.root)) {
    const maker = /^making-(\d+)-/.exec(name)?.[1];
    if (maker && !isAlive(Number(maker)))
      await rm(join(layout.root, name), { recursive: true, force: true });
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
