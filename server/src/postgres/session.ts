import pg from 'pg';
import { adminUser, type Credentials } from './cluster.ts';
import { type Endpoint, socketPath } from './endpoint.ts';
import { codeOf, messageOf, PostgresProblem } from './problem.ts';

/**
 * A supervisor's own connection. It holds a shared advisory lock for as long as the supervisor lives, so PostgreSQL
 * itself knows its users: a killed one is forgotten at once, and no list of process ids has to be kept right.
 */
export type Session = {
  /** the process id of the PostgreSQL it is connected to */
  pid: number;
  endpoint: Endpoint;
  /** settles when the connection is gone, whoever ended it */
  lost: Promise<void>;
  /** gives the lock back; true for the last user, who alone may (and then must) end PostgreSQL; undefined when the connection broke */
  leave(): Promise<boolean | undefined>;
  close(): Promise<void>;
};

/** Why there is no session yet; `answers` when PostgreSQL spoke: it is starting, recovering or stopping. */
export type NotYet = { reason: string; answers: boolean };

/** Any number will do, as long as every version of the product uses the same one. */
const usersLock = 7_262_184;

const joinSql = `select pg_try_advisory_lock_shared($1) as joined,
  split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`;

/** Connects as a further user; refuses when PostgreSQL does not know our password. */
export async function openSession(
  endpoint: Endpoint,
  credentials: Credentials,
): Promise<Session | NotYet> {
  const client = newClient(endpoint, credentials);
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ joined: boolean; pid: number }>(joinSql, [usersLock]);
    const [row] = rows;
    if (row?.joined) return toSession(client, endpoint, row.pid, lost);
    await client.end();
    return { reason: 'its last user is stopping it', answers: true };
  } catch (error) {
    // The lock outlives the statement that failed after taking it; the connection does not.
    void client.end().catch(() => {});
    return whyNot(error, endpoint);
  }
}

function newClient(endpoint: Endpoint, credentials: Credentials): pg.Client {
  return new pg.Client({
    ...endpoint,
    user: adminUser,
    password: credentials.admin,
    database: 'postgres',
    application_name: 'coterie supervisor',
    connectionTimeoutMillis: 5_000,
  });
}

function toSession(
  client: pg.Client,
  endpoint: Endpoint,
  pid: number,
  lost: Promise<void>,
): Session {
  return {
    pid,
    endpoint,
    lost,
    leave: () => Promise.race([leave(client), lost.then(() => undefined)]),
    close: () => client.end(),
  };
}

async function leave(client: pg.Client): Promise<boolean | undefined> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [usersLock]);
    // Of several who leave at once, the last to have unlocked gets this one: nobody else holds anything then.
    const { rows } = await client.query('select pg_try_advisory_lock($1) as last', [usersLock]);
    return rows[0]?.last === true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && !codeOf(error).startsWith('57P')) throw error;
    return undefined;
  }
}

function whyNot(error: unknown, endpoint: Endpoint): NotYet {
  const code = codeOf(error);
  if (['28P01', '28000'].includes(code))
    throw new PostgresProblem(
      `PostgreSQL does not accept the password kept beside its data: ${messageOf(error)}`,
      { cause: error },
    );
  if (code.startsWith('57P')) return { reason: messageOf(error), answers: true };
  const place = endpoint.host.startsWith('/') ? socketPath(endpoint) : `port ${endpoint.port}`;
  return { reason: `${place} cannot be reached (${code || messageOf(error)})`, answers: false };
}
