import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import pino, { type Logger } from 'pino';
import { buildApp, type Mounted } from './app.ts';
import type { Config } from './config.ts';
import { furnish } from './house.ts';
import { checkpointing } from './jobs/checkpoints.ts';
import { sweep } from './jobs/sweep.ts';
import { startPostgres } from './postgres/index.ts';
import { type Connection, openDb } from './store/db.ts';
import { migrate } from './store/migrate.ts';
import type { Parts } from './usecases/parts.ts';

export type Running = {
  url: string;
  parts: Parts;
  app: FastifyInstance;
  /** Every route that is open. */
  doors: readonly Mounted[];
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
  await migrate(db, onProgress);
  const siteUrl = config.siteUrl ?? `http://${shownHost(config.host)}:${config.port}`;
  return furnish(
    db,
    config,
    siteUrl,
    (error) => logger.error({ err: error }, 'the mail could not be sent'),
    (checkpoint) => logger.info({ checkpoint }, 'a checkpoint of a log'),
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
    const { app, mounted } = await buildApp(parts, { trustProxy: config.trustProxy, logger });
    closers.push(() => app.close());
    const sweeper = sweep(parts, (error) =>
      logger.warn({ err: error }, 'sweeping failed; it is tried again'),
    );
    closers.push(async () => sweeper.stop());
    const sealing = checkpointing(parts, (error) =>
      logger.error({ err: error }, 'the logs could not be sealed; it is tried again'),
    );
    closers.push(() => sealing.stop());
    await app.listen({ host: config.host, port: config.port });
    const address = app.addresses().find((one) => typeof one !== 'string');
    if (config.siteUrl === null && typeof address === 'object')
      parts.siteUrl = `http://${shownHost(config.host)}:${address.port}`;
    return { url: parts.siteUrl, parts, app, doors: mounted, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
