import { setTimeout as pause } from 'node:timers/promises';
import { type Endpoint, ensurePrivate, newEndpoint } from './endpoint.ts';
import { type Child, endPostmaster, findPostmaster, startPostmaster } from './postmaster.ts';
import { PostgresProblem } from './problem.ts';
import { openSession, type Session } from './session.ts';
import type { Progress, Site } from './site.ts';

const pollMs = 20;
const retryMs = 200;
/** How long PostgreSQL may stay silent, and how long it may answer that it is recovering or stopping. */
const patienceMs = { silent: 30_000, answering: 600_000 };

/** A session on the PostgreSQL of the data directory, and whether it is one we started. */
export type Joined = { session: Session; started: boolean };

export type JoinOptions = {
  progress: Progress;
  signal: AbortSignal;
  /** where clients already look for it, after a restart */
  endpoint?: Endpoint;
};

/**
 * Joins the PostgreSQL that runs on the data directory, or starts one. Any number of processes may do this at once:
 * PostgreSQL's own lock file lets one of the started ones live, and the others join it.
 */
export async function joinOrStart(site: Site, options: JoinOptions): Promise<Joined> {
  const since = Date.now();
  let child: Child | undefined;
  let attempts = 0;
  try {
    for (;;) {
      const session = await joinRunning(site, options.signal);
      if (session) return { session, started: session.pid === child?.pid };
      if (!child) child = await start(site, options, ++attempts);
      else if (child.ended !== undefined) child = mayTryAgain(child.ended, site);
      if (Date.now() - since > patienceMs.silent) throw tooLong(site, since, 'it does not listen');
      await pause(pollMs);
    }
  } catch (error) {
    // Nobody would end it later. Others who joined it in the meantime start it again.
    if (child && child.ended === undefined) await endPostmaster(child.pid, site);
    throw error;
  }
}

/** Joins the PostgreSQL that runs, waiting while it recovers; undefined when none runs (any more). */
export async function joinRunning(site: Site, signal: AbortSignal): Promise<Session | undefined> {
  const since = Date.now();
  for (;;) {
    signal.throwIfAborted();
    const found = await findPostmaster(site.layout);
    if (!found?.running) return undefined;
    const got = await openSession(found.endpoint, site.credentials);
    if ('pid' in got) return got;
    const limit = got.answers ? patienceMs.answering : patienceMs.silent;
    if (Date.now() - since > limit)
      throw tooLong(site, since, `process ${found.pid}: ${got.reason}`);
    await pause(pollMs);
  }
}

async function start(site: Site, options: JoinOptions, attempt: number): Promise<Child> {
  const { endpoint: known, progress } = options;
  if (attempt === 1) progress('starting PostgreSQL');
  else await pause(retryMs);
  if (known?.host.startsWith('/')) await ensurePrivate(known.host, site.runAs);
  return startPostmaster(site, known ?? (await newEndpoint(site.layout, site.runAs)));
}

/**
 * What PostgreSQL says when it ends at its start for a reason that passes: another starter was faster, the one before
 * took its lock file away while it was looked at, or the last processes of a killed one still hold its memory.
 */
const passing = [
  /lock file ".*" already exists/,
  /lock file ".*" is empty/,
  /could not remove old lock file ".*": No such file/,
  /pre-existing shared memory block/,
];

/** Whether a PostgreSQL that ended at its start, having said this, may be started again. */
export function passes(said: string): boolean {
  return passing.some((reason) => reason.test(said));
}

function mayTryAgain(ended: string, site: Site): undefined {
  if (passes(ended)) return undefined;
  throw new PostgresProblem(
    `PostgreSQL did not start on \`${site.layout.root}\`; it said:\n${ended}`,
  );
}

function tooLong(site: Site, since: number, reason: string): PostgresProblem {
  const seconds = Math.round((Date.now() - since) / 1000);
  return new PostgresProblem(
    `PostgreSQL on \`${site.layout.root}\` is not to be reached after ${seconds} s: ${reason}`,
  );
}
