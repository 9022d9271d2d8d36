import { setTimeout as pause } from 'node:timers/promises';
import type { Endpoint } from './endpoint.ts';
import { joinOrStart } from './join.ts';
import { endPostmaster, isPostmaster } from './postmaster.ts';
import { messageOf, PostgresProblem } from './problem.ts';
import type { Session } from './session.ts';
import type { Progress, Site } from './site.ts';

const limits = { restarts: 5, withinMs: 60_000, stopMs: 60_000, pollMs: 20 };

/** Keeps PostgreSQL running until `stop`: whenever the session is lost, joins again or starts it again. */
export class Supervisor {
  readonly endpoint: Endpoint;
  readonly #site: Site;
  readonly #progress: Progress;
  readonly #onGone: (error: PostgresProblem) => void;
  readonly #restarts: number[] = [];
  #session: Session | undefined;
  #pid: number;
  #watching: Promise<void>;
  #stopped: Promise<void> | undefined;

  constructor(
    site: Site,
    session: Session,
    progress: Progress,
    onGone: (error: PostgresProblem) => void,
  ) {
    this.#site = site;
    this.#progress = progress;
    this.#onGone = onGone;
    this.endpoint = session.endpoint;
    this.#session = session;
    this.#pid = session.pid;
    this.#watching = this.#watch(session);
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

  async #watch(first: Session): Promise<void> {
    let session: Session | undefined = first;
    while (session) {
      await session.lost;
      this.#session = undefined;
      if (this.#stopped) return;
      session = await this.#recover();
    }
  }

  async #recover(): Promise<Session | undefined> {
    try {
      this.#refuseEndless();
      this.#progress('PostgreSQL ended unexpectedly');
      const { session } = await joinOrStart(this.#site, this.#progress, this.endpoint);
      this.#progress('PostgreSQL is back');
      this.#session = session;
      this.#pid = session.pid;
      return session;
    } catch (error) {
      this.#onGone(
        error instanceof PostgresProblem
          ? error
          : new PostgresProblem(messageOf(error), { cause: error }),
      );
      return undefined;
    }
  }

  #refuseEndless(): void {
    const now = Date.now();
    this.#restarts.push(now);
    const recent = this.#restarts.filter((time) => now - time < limits.withinMs);
    if (recent.length <= limits.restarts) return;
    throw new PostgresProblem(
      `PostgreSQL ended ${recent.length} times within a minute; \`${this.#site.layout.log}\` tells why`,
    );
  }

  async #stop(): Promise<void> {
    const session = this.#session ?? (await this.#recovering());
    if (!session) return;
    const last = await session.leave();
    if (last) await this.#end(session.pid);
    await session.close();
    await this.#watching;
  }
}
