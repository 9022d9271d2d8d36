import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Database } from './schema.ts';

/**
 * Reads, and writes of one statement that nothing else hangs on; a Tx is one too. What locks, or writes what stands or
 * falls with more, takes a Tx.
 */
export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;

const int8 = 20;

/** As many statements as a connection keeps planned; lists of many lengths must not fill it. */
const mostPlanned = 300;

/** How long a transaction may stand still (seconds) before PostgreSQL ends it. */
const longestPause = 30;

/** How long a statement may take (milliseconds), where nothing longer is named. */
const usualDeadline = 15_000;
const longer = new AsyncLocalStorage<number>();

/** Runs work whose statements may take as long as this (milliseconds): migrations, what is loaded whole. */
export const withDeadline = <T>(milliseconds: number, work: () => Promise<T>): Promise<T> =>
  longer.run(milliseconds, work);

/** The database did not answer in time, and the connection was given up. */
export class Silent extends Error {
  constructor(seconds: number) {
    super(`Connection terminated: no answer of the database within ${seconds} s`);
  }
}

/**
 * A client that gives a connection up on which no answer comes: the database may be stopped, failed over, or cut off
 * without a word. Where it is told to, statements with parameters are named, so that PostgreSQL plans each once a
 * connection. Not for poolers that hand a connection from one client to another between statements: these lose the names.
 */
function client(isPlanning: boolean): typeof pg.Client {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (!isPlanning || known !== undefined || names.size >= mostPlanned) return known;
    const name = `s${names.size}`;
    names.set(text, name);
    return name;
  };
  return class extends pg.Client {
    // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg are more than this needs to know
    override query(...given: any[]): any {
      const [text, values, ...rest] = given;
      const isPlain = typeof text === 'string' && Array.isArray(values) && values.length > 0;
      const name = isPlain ? nameOf(text) : undefined;
      const answer = isPlain
        ? super.query({ text, values, ...(name ? { name } : {}) }, ...(rest as []))
        : super.query(...(given as Parameters<pg.Client['query']>));
      if (typeof (answer as { then?: unknown } | undefined)?.then === 'function')
        this.#within(answer as unknown as Promise<unknown>);
      return answer;
    }

    #within(answer: Promise<unknown>): void {
      const deadline = longer.getStore() ?? usualDeadline;
      if (deadline === Number.POSITIVE_INFINITY) return;
      const timer = setTimeout(() => {
        const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
        stream.destroy(new Silent(deadline / 1000));
      }, deadline);
      const done = () => clearTimeout(timer);
      answer.then(done, done);
    }
  };
}

export type Connection =
  | { url: string }
  | { host: string; port?: number; user: string; password: string; database: string };

/** Opens a pool; `isOwn` says that nothing stands between it and PostgreSQL. `onError` hears of connections that broke, idle or in use; they are replaced. */
export function openDb(
  connection: Connection,
  onError: (error: Error) => void,
  { isOwn = false, max = 20 }: { isOwn?: boolean; max?: number } = {},
): { db: Db; close(): Promise<void> } {
  const { url, ...rest } = connection as { url?: string };
  const pool = new pg.Pool({
    ...(url === undefined ? rest : { connectionString: url }),
    max,
    Client: client(isOwn),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // What this node has given up on does not go on there. Poolers do not take it as a parameter of the connection.
    ...(isOwn ? { options: '-c client_connection_check_interval=2s' } : {}),
    types: {
      // Versions and counts stay far below 2^53.
      getTypeParser: ((oid: number, format: 'text' | 'binary') =>
        oid === int8 && format !== 'binary'
          ? Number
          : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  pool.on('error', onError);
  // A connection in use that breaks says so itself, and its query fails; unheard, it would end the process.
  pool.on('connect', (client) => {
    client.on('error', onError);
    // A node that stands still in a transaction holds up the others, and what is told of changes grows, no longer than this.
    client.query(`SET idle_in_transaction_session_timeout = '${longestPause}s'`).catch(onError);
  });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, close: () => db.destroy() };
}

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code;

/** Serialization failures and deadlocks: nothing was written, so the whole transaction is run again. */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt === 5 || !['40001', '40P01'].includes(codeOf(error) ?? '')) throw error;
    }
  }
}

/** The name of the unique index that a write ran into, if that is what happened. */
export const violatedIndex = (error: unknown): string | undefined =>
  codeOf(error) === '23505' ? (error as { constraint?: string }).constraint : undefined;

/** Whether a row was written whose owner by a foreign key is gone. */
export const isOrphan = (error: unknown): boolean => codeOf(error) === '23503';

const lost = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ENOTFOUND', 'ETIMEDOUT']);

/**
 * Why nothing can be written at the moment: no room (PostgreSQL, appendix A: class 53), or a database that only reads
 * (25006). Null for other errors.
 */
export function unwritable(error: unknown): string | null {
  const code = codeOf(error) ?? '';
  if (code === '53100') return 'there is no room left on the disk of the database';
  if (code === '53200') return 'the database has run out of memory';
  if (code === '53300') return 'the database takes no more connections';
  if (code.startsWith('53')) return 'the database has run out of what it needs';
  if (code === '25006')
    return 'the database takes no changes at the moment: it is read-only, such as a standby';
  return (error as { code?: string } | null)?.code === 'ENOSPC'
    ? 'there is no room left on the disk'
    : null;
}

/** Whether a statement was cut short because it took too long (57014), there or here. */
export const isTooSlow = (error: unknown): boolean =>
  codeOf(error) === '57014' || error instanceof Silent;

/** Whether the database could not be reached, or was lost on the way (PostgreSQL, appendix A: classes 08 and 57P). */
export function isUnreachable(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  const message = error instanceof Error ? error.message : '';
  return (
    lost.has(code) ||
    /^(08|57P0)/.test(code) ||
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      message,
    )
  );
}
