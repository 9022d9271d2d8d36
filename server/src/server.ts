import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import pino, { type Logger } from 'pino';
import { buildApp, type Mounted } from './app.ts';
import type { Config } from './config.ts';
import { isKeyOpen, rootKeyFile } from './crypto/root-key.ts';
import { CannotStart, furnish } from './house.ts';
import type { Quickly } from './http/quick/quick.ts';
import { follow } from './jobs/follow.ts';
import { sweep } from './jobs/sweep.ts';
import { startPostgres } from './postgres/index.ts';
import { type Connection, openDb, Silent, withDeadline } from './store/db.ts';
import { CannotMigrate, migrate } from './store/migrate.ts';
import { checkpoints } from './usecases/access/checkpoints.ts';
import type { Parts } from './usecases/parts.ts';

export type Running = {
  url: string;
  parts: Parts;
  app: FastifyInstance;
  /** Every route that is open. */
  doors: readonly Mounted[];
  /** How many requests went the quick way. */
  quick: Readonly<Quickly>;
  stop(): Promise<void>;
};

/** Secrets that could reach a log by a mistake of ours are taken out of it. */
const redact = [
  'req.headers.authorization',
  'req.headers.cookie',
  'password',
  'clientSecret',
  'token',
  '*.password',
  '*.token',
];

export const makeLogger = (level: string): Logger =>
  pino({ level, redact, base: null, timestamp: pino.stdTimeFunctions.isoTime });

const mib = (bytes: number): number => Math.round(bytes / 2 ** 20);

type Closers = (() => Promise<unknown>)[];

/** The database and what use cases are made of, without a door: for work done on the server itself. */
export async function open(
  config: Config,
  logger: Logger,
  onProgress: (text: string) => void,
  closers: Closers,
): Promise<Parts> {
  const connection = await database(config, onProgress, closers);
  const { db, close } = openDb(
    connection,
    (error) => logger.warn({ err: error }, 'a database connection broke'),
    { isOwn: config.databaseUrl === null },
  );
  closers.push(close);
  // What has changed is asked one after the other.
  const feed = openDb(
    connection,
    (error) => logger.warn({ err: error }, 'the connection that tells of changes broke'),
    { isOwn: config.databaseUrl === null, max: 1 },
  );
  closers.push(feed.close);
  await withDeadline(Number.POSITIVE_INFINITY, () => migrate(db, onProgress)).catch((error) => {
    throw config.databaseUrl === null || error instanceof CannotMigrate
      ? error
      : new CannotStart(
          `the database of DATABASE_URL cannot be used: ${error instanceof Silent ? 'it does not answer' : (error as Error).message}`,
        );
  });
  if (config.rootKey === null && isKeyOpen(config.dataDir))
    onProgress(
      `warning: others on this machine can read ${rootKeyFile(config.dataDir)}; chmod 600 it`,
    );
  onProgress(
    `memory: ${mib(config.worldsBytes)} MiB for organizations, ${mib(config.heldBytes)} MiB for secrets, encrypted`,
  );
  const siteUrl = config.siteUrl ?? `http://${shownHost(config.host)}:${config.port}`;
  return furnish(
    { db, feedDb: feed.db },
    config,
    siteUrl,
    (error) => logger.error({ err: error }, 'the mail could not be sent'),
    (checkpoint) => logger.info({ checkpoint }, 'a checkpoint of a log'),
    (error) => logger.error({ err: error }, 'events could not be read; it is tried again'),
  );
}

/** Starts everything, in order, and stops what it started when a later step fails. */
export async function start(
  config: Config,
  logger: Logger,
  onProgress: (text: string) => void,
): Promise<Running> {
  const closers: Closers = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const parts = await open(config, logger, onProgress, closers);
    const { app, mounted, quick } = await buildApp(parts, {
      trustProxy: config.trustProxy,
      limits: config.limits,
      logger,
    });
    closers.push(() => drain(app, parts));
    // Before what is under way is waited for: a stream of events has no end of its own.
    closers.push(() => parts.events.stop());
    const sweeper = sweep(parts, (error) =>
      logger.warn({ err: error }, 'sweeping failed; it is tried again'),
    );
    closers.push(async () => sweeper.stop());
    const following = follow(parts, [checkpoints(parts)], (error, reader) =>
      logger.error({ err: error, reader }, 'the logs could not be read on; it is tried again'),
    );
    closers.push(() => following.stop());
    await app.listen({ host: config.host, port: config.port }).catch((error) => {
      throw new CannotStart(cannotListen(error, config));
    });
    const address = app.addresses().find((one) => typeof one !== 'string');
    if (config.siteUrl === null && typeof address === 'object')
      parts.siteUrl = `http://${shownHost(config.host)}:${address.port}`;
    return { url: parts.siteUrl, parts, app, doors: mounted, quick, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** How long requests under way may take to end once the node stops (milliseconds). */
const longestDrain = 15_000;

/**
 * Takes no more requests, lets those under way end, and then closes every connection, whatever its client does: one that
 * sends nothing, or half a request, is no request under way.
 */
async function drain(app: FastifyInstance, parts: Parts): Promise<void> {
  parts.health.isStopping = true;
  const closed = app.close();
  const until = performance.now() + longestDrain;
  app.server.closeIdleConnections();
  while (parts.health.underWay > 0 && performance.now() < until) await pause(20);
  // An answer that was just written leaves with the next turn of the loop.
  await pause(20);
  app.server.closeAllConnections();
  await closed;
}

async function database(
  config: Config,
  onProgress: (text: string) => void,
  closers: Closers,
): Promise<Connection> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl };
  const postgres = await startPostgres({ dataDir: join(config.dataDir, 'postgres'), onProgress });
  closers.push(() => postgres.stop());
  return postgres.connection;
}

/** Why the server cannot listen, by the settings that say where. */
function cannotListen(error: NodeJS.ErrnoException, { host, port }: Config): string {
  if (error.code === 'EADDRINUSE')
    return `another program listens on port ${port} of ${host} already; stop it, or set PORT to another one`;
  if (error.code === 'EACCES')
    return `this user may not listen on port ${port}; set PORT to one above 1023`;
  if (error.code === 'ENOTFOUND' || error.code === 'EADDRNOTAVAIL')
    return `HOST is \`${host}\`, which is no address of this machine; set it to one, or to 0.0.0.0 for all`;
  return error.message;
}

/** An address to open: every-interface addresses are no place to go to. */
const shownHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') {
    const own = Object.values(networkInterfaces())
      .flat()
      .find((one) => one && !one.internal && one.family === 'IPv4');
    return own?.address ?? '127.0.0.1';
  }
  return host.includes(':') ? `[${host}]` : host;
};
