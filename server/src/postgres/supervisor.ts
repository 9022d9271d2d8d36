import { setTimeout as pause } from 'node:timers/promises';
import type { Endpoint } from './endpoint.ts';
import { joinOrStart, joinRunning } from './join.ts';
import { endPostmaster, isPostmaster } from './postmaster.ts';
import { messageOf, PostgresProblem } from './problem.ts';
import type { Session } from './session.ts';
import type { Progress, Site } from './site.ts';

const limits = { restarts: 5, withinMs: 60_000, stopMs: 60_000, pollMs: 20 };

/** Whom the supervisor tells: `onGone` hears that PostgreSQL ended and cannot be brought back. */
export type Listener = { progress: Progress; onGone: (problem: PostgresProblem) => void };

/** Keeps PostgreSQL running until `stop`: whenever its session is lost, it joins again or starts PostgreSQL again. */
export class Supervisor {
  readonly #site: Site;
  readonly #listener: Listener;
  readonly #endpoint: Endpoint;
  readonly #stopping = new AbortController();
  #restarts: number[] = [];
  #pid: number;
  #session: Promise<Session | undefined>;
  #stopped: Promise<void> | undefined;

  constructor(site: Site, session: Session, listener: Listener) {
    this.#site = site;
    this.#listener = listener;
    this.#endpoint = session.endpoint;
    this.#pid = session.pid;
    this.#session = this.#hold(session);
  }

  /** The process id of PostgreSQL; a new one after a restart. */
  get pid(): number {
    return this.#pid;
  }

  /** Leaves PostgreSQL, and ends it when nobody else uses it; a second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #hold(session: Session): Promise<Session> {
    this.#pid = session.pid;
    void session.lost.then(() => {
      if (!this.#stopping.signal.aborted) this.#session = this.#recover();
    });
    return session;
  }

  async #recover(): Promise<Session | undefined> {
    const { progress, onGone } = this.#listener;
    const { signal } = this.#stopping;
    try {
      progress('PostgreSQL ended unexpectedly');
      this.#refuseEndless();
      const options = { progress, signal, endpoint: this.#endpoint };
      const { session } = await joinOrStart(this.#site, options);
      progress('PostgreSQL is back');
      return await this.#hold(session);
    } catch (error) {
      if (!signal.aborted) onGone(asProblem(error));
      return undefined;
    }
  }

  #refuseEndless(): void {
    const now = Date.now();
    this.#restarts = [...this.#restarts.filter((time) => now - time < limits.withinMs), now];
    if (this.#restarts.length <= limits.restarts) return;
    throw new PostgresProblem(
      `PostgreSQL ended ${this.#restarts.length} times within a minute; \`${this.#site.layout.log}\` may tell why`,
    );
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    let session = await this.#session;
    let last = await session?.leave();
    // The connection broke just now: PostgreSQL has died, or is starting its processes anew and must be left again.
    while (session && last === undefined) {
      session = await joinRunning(this.#site, new AbortController().signal);
      last = await session?.leave();
    }
    if (session && last) await this.#end(session.pid);
    await session?.close();
  }

  async #end(pid: number): Promise<void> {
    const { layout } = this.#site;
    await endPostmaster(pid, this.#site);
    const since = Date.now();
    while (await isPostmaster(pid, layout)) {
      if (Date.now() - since > limits.stopMs)
        throw new PostgresProblem(
          `PostgreSQL (process ${pid}) did not end within ${limits.stopMs / 1000} s`,
        );
      await pause(limits.pollMs);
    }
  }
}

function asProblem(error: unknown): PostgresProblem {
  return error instanceof PostgresProblem
    ? error
    : new PostgresProblem(messageOf(error), { cause: error });
}
