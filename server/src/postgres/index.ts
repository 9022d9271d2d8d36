import { database, ownerUser } from './cluster.ts';
import type { Endpoint } from './endpoint.ts';
import { joinOrStart } from './join.ts';
import type { PostgresProblem } from './problem.ts';
import { openSite } from './site.ts';
import { Supervisor } from './supervisor.ts';

export { makeFolder } from './make-folder.ts';
export { PostgresProblem } from './problem.ts';

export type PostgresOptions = {
  /** a directory for PostgreSQL alone */
  dataDir: string;
  /** hears what is being done, in words for a person */
  onProgress?: (text: string) => void;
  /** hears that PostgreSQL ended and could not be started again; without it such a failure is thrown as uncaught */
  onGone?: (problem: PostgresProblem) => void;
  /** ends the start early */
  signal?: AbortSignal;
};

/** What a PostgreSQL client needs; `host` is the socket's directory, except on Windows. */
export type Connection = {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
};

export type Postgres = {
  connection: Connection;
  /** true when it already ran */
  attached: boolean;
  /** the process id of PostgreSQL; a new one after a restart */
  readonly pid: number;
  /** leaves PostgreSQL, and ends it when no other process uses it */
  stop(): Promise<void>;
};

/**
 * Starts the embedded PostgreSQL on the data directory, or joins the one that runs there, and keeps it running until `stop`.
 * Refuses with a `PostgresProblem` when the directory cannot be used or PostgreSQL does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const progress = options.onProgress ?? ignore;
  const site = await openSite(options.dataDir, progress);
  const signal = options.signal ?? new AbortController().signal;
  const { session, started } = await joinOrStart(site, { progress, signal });
  const supervisor = new Supervisor(site, session, { progress, onGone: options.onGone ?? raise });
  return {
    connection: connectionTo(session.endpoint, site.credentials.owner),
    attached: !started,
    get pid() {
      return supervisor.pid;
    },
    stop: () => supervisor.stop(),
  };
}

/** The connection as a URL, in the form that clients expect for sockets: the directory as `host` in the query. */
export function connectionUrl(connection: Connection): string {
  const [user, password, name, host] = [
    connection.user,
    connection.password,
    connection.database,
    connection.host,
  ].map(encodeURIComponent);
  if (!connection.host.startsWith('/'))
    return `postgresql://${user}:${password}@${connection.host}:${connection.port}/${name}`;
  return `postgresql://${user}:${password}@/${name}?host=${host}&port=${connection.port}`;
}

function connectionTo({ host, port }: Endpoint, password: string): Connection {
  return { host, port, user: ownerUser, password, database };
}

function ignore(): void {}

/** Thrown outside of any promise, so that it ends the process unless somebody handles it. */
function raise(problem: PostgresProblem): void {
  queueMicrotask(() => {
    throw problem;
  });
}
