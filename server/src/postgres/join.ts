import { setTimeout as pause } from 'node:timers/promises';
import { type Endpoint, ensurePrivate, newEndpoint } from './endpoint.ts';
import { type Child, findPostmaster, startPostmaster } from './postmaster.ts';
import { PostgresProblem } from './problem.ts';
import { type NotYet, openSession, type Session } from './session.ts';
import type { Progress, Site } from './site.ts';

const poll = 20;
/** How long PostgreSQL may stay silent, and how long it may say that it is recovering or stopping, in milliseconds. */
const patience = { silent: 30_000, answering: 600_000 };

/** A session on the data directory's PostgreSQL, which `started` says whether we started. */
export type Joined = { session: Session; started: boolean };

/**
 * Joins the PostgreSQL that runs on the data directory, or starts one. Any number of processes may do this at once:
 * PostgreSQL's own lock file lets one of the started ones live, and the others join it.
 */
export async function joinOrStart(
  site: Site,
  progress: Progress,
  before?: Endpoint,
): Promise<Joined> {
  const since = Date.now();
  let child: Child | undefined;
  for (;;) {
    const seen = await look(site);
    if (seen && 'session' in seen)
      return { session: seen.session, started: seen.session.pid === child?.pid };
    if (!seen && !child) {
      progress('starting PostgreSQL');
      child = await startOn(site, before);
    } else if (child?.ended !== undefined && !seen) {
      child = mayTryAgain(child.ended, site);
    }
    refuseLongWait(Date.now() - since, seen ?? silence, site);
    await pause(poll);
  }
}

const silence: NotYet = { reason: 'it has not begun to listen', answers: false };

/** What is there now: a session, a PostgreSQL not yet ready, or undefined when none runs. */
async function look(site: Site): Promise<{ session: Session } | NotYet | undefined> {
  const found = await findPostmaster(site.layout);
  if (!found?.running) return undefined;
  const got = await openSession(found.endpoint, site.credentials);
  return 'reason' in got ? { ...got, reason: `process ${found.pid}: ${got.reason}` } : { session: got };
}

/** Clients hold on to the endpoint they know, so a restart keeps it. */
async function startOn(site: Site, before: Endpoint | undefined): Promise<Child> {
  if (before?.host.startsWith('/')) await ensurePrivate(before.host, site.runAs);
  const endpoint = before ?? (await newEndpoint(site.layout, site.runAs));
  return startPostmaster(site.layout, site.programs, site.runAs, endpoint);
}

/** Another starter was faster, or the last processes of a killed PostgreSQL still hold its memory: both pass. */
const passing = /lock file ".*" (already exists|is empty)|pre-existing shared memory block/;

function mayTryAgain(ended: string, site: Site): undefined {
  if (passing.test(ended)) return undefined;
  throw new PostgresProblem(
    `PostgreSQL did not start on \`${site.layout.root}\`; it said:\n${ended}`,
  );
}

function refuseLongWait(waited: number, { reason, answers }: NotYet, site: Site): void {
  const limit = answers ? patience.answering : patience.silent;
  if (waited <= limit) return;
  throw new PostgresProblem(
    `PostgreSQL on \`${site.layout.root}\` was not ready after ${Math.round(waited / 1000)} s: ${reason}`,
  );
}
