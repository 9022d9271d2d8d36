import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type Credentials, clusterMajor, makeCluster, readCredentials } from './cluster.ts';
import { type Layout, openLayout } from './layout.ts';
import { codeOf, PostgresProblem } from './problem.ts';
import { findPrograms, installedPackage, type Programs } from './programs.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';

/** A data directory with a cluster in it, and all that is needed to run PostgreSQL on it. */
export type Site = {
  layout: Layout;
  runAs: RunAs;
  programs: Programs;
  credentials: Credentials;
};

export type Progress = (text: string) => void;

/** Opens the data directory and makes a cluster when there is none; refuses one of another PostgreSQL version. */
export async function openSite(dataDir: string, progress: Progress): Promise<Site> {
  const layout = await openLayout(dataDir);
  await refuseForeign(layout);
  const runAs = await chooseRunAs(layout.root);
  const programs = await findPrograms(layout, runAs, await installedPackage());
  if ((await clusterMajor(layout)) === undefined) {
    progress('creating the database');
    await makeCluster(layout, programs, runAs);
  }
  await refuseOtherMajor(layout, programs);
  return { layout, runAs, programs, credentials: await readCredentials(layout) };
}

async function refuseForeign(layout: Layout): Promise<void> {
  const foreign = await access(join(layout.root, 'PG_VERSION')).then(
    () => true,
    (error: unknown) => codeOf(error) !== 'ENOENT',
  );
  if (foreign)
    throw new PostgresProblem(
      `\`${layout.root}\` is the data directory of another PostgreSQL server: choose another one`,
    );
}

async function refuseOtherMajor(layout: Layout, programs: Programs): Promise<void> {
  const major = await clusterMajor(layout);
  if (major === programs.major) return;
  throw new PostgresProblem(
    `the database in \`${layout.root}\` was made by PostgreSQL ${major}, and this product brings PostgreSQL ${programs.major}: move the data over with pg_dump, or choose another data directory`,
  );
}
