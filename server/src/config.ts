import { homedir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { z } from 'zod';
import { parseRootKey, type RootKey } from './crypto/root-key.ts';
import { type InternalHosts, noInternalHosts, parseInternalHosts } from './outside/addresses.ts';
import { isNetwork } from './usecases/session/addresses.ts';

/** A setting: what it means, what is taken where it is not given, and how its text is read; what `read` throws is said. */
const setting = <T>(meaning: string, otherwise: string, read: (text: string) => T) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return read(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    })
    .optional()
    .meta({ description: meaning, otherwise });

const asIs = (text: string): string => text;
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** What the environment may say, in words and as it is read. */
const settings = z.object({
  HOST: setting('the address to listen on', '`127.0.0.1`, so that nobody else can reach it', asIs),
  PORT: setting('the port, 0 for any free one', '`8080`', parsePort),
  SITE_URL: setting(
    'where people open the console, such as `https://coterie.example.com`',
    '`http://<HOST>:<PORT>`',
    (text) => urlOf(text, ['http:', 'https:']).origin,
  ),
  COTERIE_DATA_DIR: setting(
    'the folder of the embedded database and the root key',
    '`./data`',
    asIs,
  ),
  DATABASE_URL: setting(
    'a PostgreSQL of your own, such as `postgresql://user:password@host:5432/coterie`',
    'the embedded one',
    parseDatabaseUrl,
  ),
  COTERIE_ROOT_KEY: setting(
    'the root key: 32 bytes as 64 hexadecimal digits or base64',
    '`root.key` in the data folder, made at the first start',
    parseRootKey,
  ),
  COTERIE_CHECKPOINTS: setting(
    'the file outside the database in which signed checkpoints of the logs are kept; best on a disk that who writes to the database cannot write to',
    '`checkpoints.jsonl` in the data folder',
    asIs,
  ),
  COTERIE_WORLDS_MEMORY: setting(
    'how many MiB the organizations held in memory may take together, at least 16; those asked for longest ago are dropped, and loaded when asked for again',
    'a quarter of the memory of the machine or container, at most half of what Node.js may use',
    parseMemory,
  ),
  COTERIE_HELD_MEMORY: setting(
    'how many MiB of secrets may be held in memory, encrypted as in the database, so that reading them again asks it only whether anything has changed; `0` for none, with which each request reads anew',
    '`128`',
    (text) => parseCount(text) * mib,
  ),
  RESTORE_DAYS: setting(
    'for how many days what was deleted (secrets, folders, environments, projects, groups) can be brought back, at most 90; `0` for not at all',
    '`7`',
    (text) => upTo(parseCount(text), 90),
  ),
  SMTP_URL: setting(
    'a mail server, such as `smtps://user:password@mail.example.com?from=coterie@example.com`',
    'none: links are shown',
    (text) => urlOf(text, ['smtp:', 'smtps:']) && text,
  ),
  LOG_LEVEL: setting(
    `what is logged: ${levels.map((level) => `\`${level}\``).join(', ')}`,
    '`info`',
    (text) => oneOf(text, levels),
  ),
  TRUST_PROXY: setting(
    'which proxies may say where a request came from: how many stand in front (`1`), a list of their addresses or networks, or `true` for any. It has to be set behind a proxy: without it all clients count as one network, and share its limits',
    'none',
    parseProxies,
  ),
  COTERIE_INTERNAL_HOSTS: setting(
    'what of your own network the server may ask so that machines can sign in, such as the API of a Kubernetes cluster: hosts, addresses and networks, with commas between; `http://host:port` is asked without TLS. Whoever may edit machine identities can have these asked',
    'none: only public addresses, over https',
    parseInternalHosts,
  ),
  RATE_LIMIT_TOKEN: setting(
    'how many requests a minute one token or session may make of one node; `0` for no limit',
    '`30000`',
    parseCount,
  ),
  RATE_LIMIT_NETWORK: setting(
    'how many requests a minute one network address (of IPv6: /64) may make of one node; `0` for no limit',
    '`60000`',
    parseCount,
  ),
});

/** Every variable with its meaning and what is taken without it: the table of the guide, and the command's help. */
export const variables: readonly { name: string; meaning: string; otherwise: string }[] =
  Object.entries(settings.shape).map(([name, schema]) => {
    const { description = '', otherwise } = schema.meta() ?? {};
    return { name, meaning: description, otherwise: String(otherwise) };
  });

export type Config = {
  host: string;
  port: number;
  siteUrl: string | null;
  dataDir: string;
  databaseUrl: string | null;
  rootKey: RootKey | null;
  /** The file of the logs' checkpoints. */
  checkpoints: string;
  /** The bytes that the organizations held in memory may take together. */
  worldsBytes: number;
  /** The bytes that secrets held in memory may take; 0 for holding nothing. */
  heldBytes: number;
  /** For how many days what was deleted can be brought back. */
  restoreDays: number;
  smtpUrl: string | null;
  logLevel: string;
  trustProxy: boolean | number | string[];
  limits: { token: number; network: number };
  /** What of the operator's own network may be asked. */
  internalHosts: InternalHosts;
};

/** The environment does not say what it should; `problems` says what, a line each. */
export class BadConfig extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `the configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** What the command line reads, which may stand in the same environment. */
const ofClient = new Set(['COTERIE_TOKEN', 'COTERIE_FROM_TOKEN']);

/** Reads and checks the environment; throws BadConfig naming every variable that is not usable. */
export function readConfig(
  environment: Record<string, string | undefined>,
  folder: string,
): Config {
  const given = Object.entries(environment).flatMap(([name, text]) => {
    const trimmed = text?.trim();
    return trimmed ? [[name, trimmed] as const] : [];
  });
  const names = variables.map(({ name }) => name);
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith('COTERIE_') && !names.includes(name) && !ofClient.has(name),
  );
  const { data, error } = settings.safeParse(Object.fromEntries(given));
  if (!data || unknown.length > 0)
    throw new BadConfig([
      ...unknown.map((name) => `${name}: no such variable; there are ${names.join(', ')}`),
      ...(error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ]);
  const pathOf = (text: string) => resolve(folder, text.replace(/^~(?=\/|$)/, homedir()));
  const dataDir = pathOf(data.COTERIE_DATA_DIR ?? 'data');
  return {
    host: data.HOST ?? '127.0.0.1',
    port: data.PORT ?? 8080,
    siteUrl: data.SITE_URL ?? null,
    dataDir,
    checkpoints: pathOf(data.COTERIE_CHECKPOINTS ?? join(dataDir, 'checkpoints.jsonl')),
    databaseUrl: data.DATABASE_URL ?? null,
    rootKey: data.COTERIE_ROOT_KEY ?? null,
    worldsBytes: data.COTERIE_WORLDS_MEMORY ?? ownShare(),
    heldBytes: data.COTERIE_HELD_MEMORY ?? 128 * mib,
    restoreDays: data.RESTORE_DAYS ?? 7,
    smtpUrl: data.SMTP_URL ?? null,
    logLevel: data.LOG_LEVEL ?? 'info',
    trustProxy: data.TRUST_PROXY ?? false,
    limits: {
      token: data.RATE_LIMIT_TOKEN ?? 30_000,
      network: data.RATE_LIMIT_NETWORK ?? 60_000,
    },
    internalHosts: data.COTERIE_INTERNAL_HOSTS ?? noInternalHosts,
  };
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new Error('expected a port from 0 to 65535');
  return Number(text);
}

const mib = 2 ** 20;

function parseMemory(text: string): number {
  if (!/^\d{2,7}$/.test(text) || Number(text) < 16) throw new Error('expected MiB, at least 16');
  return Number(text) * mib;
}

/** What a node takes for worlds unasked: of this machine, or of the container that it is in. */
function ownShare(): number {
  const constrained = process.constrainedMemory();
  const memory = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.floor(Math.min(memory / 4, getHeapStatistics().heap_size_limit / 2));
}

function urlOf(text: string, schemes: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !schemes.includes(url.protocol))
    throw new Error(
      `expected an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    );
  return url;
}

/** Not by the URL standard: an address of a socket has no host. */
function parseDatabaseUrl(text: string): string {
  if (!/^postgres(?:ql)?:\/\//.test(text))
    throw new Error('expected an address that begins with postgresql://');
  return text;
}

function oneOf(text: string, among: readonly string[]): string {
  if (!among.includes(text)) throw new Error(`expected one of ${among.join(', ')}`);
  return text;
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error('expected a whole number, 0 or more');
  return Number(text);
}

function upTo(count: number, most: number): number {
  if (count > most) throw new Error(`expected at most ${most}`);
  return count;
}

/** Any, none, so many hops counted from here, or the addresses and networks of the proxies. */
function parseProxies(text: string): boolean | number | string[] {
  if (text === 'true') return true;
  if (text === 'false' || text === '0') return false;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const proxies = text.split(',').map((one) => one.trim());
  const odd = proxies.find((one) => !named.has(one) && !isNetwork(one));
  if (odd !== undefined)
    throw new Error(
      `expected true, a number of proxies, or addresses and networks such as 10.0.0.0/8, with commas between; \`${odd}\` is none of these`,
    );
  return proxies;
}

/** Networks that have a name of their own. */
const named = new Set(['loopback', 'linklocal', 'uniquelocal']);
