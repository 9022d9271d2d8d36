import { homedir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { parseRootKey, type RootKey } from './crypto/root-key.ts';
import { isNetwork } from './usecases/session/addresses.ts';

/** What the environment may say: each variable, what it means, and what is taken without it. */
export const variables = {
  HOST: 'The address to listen on. Default 127.0.0.1, so that nobody else can reach a fresh instance',
  PORT: 'The port to listen on, 0 to 65535 (0: any free one). Default 8080',
  SITE_URL:
    'Where people open the console, such as https://coterie.example.com. Default http://<HOST>:<PORT>',
  COTERIE_DATA_DIR: 'The folder for the embedded database and the root key. Default ./data',
  DATABASE_URL:
    'A PostgreSQL of your own, such as postgresql://user:password@host:5432/coterie. Default: the embedded one',
  COTERIE_ROOT_KEY:
    'The root key: 32 bytes as 64 hexadecimal digits or base64. Default: root.key in the data folder, made at the first start',
  COTERIE_CHECKPOINTS:
    'The file outside the database in which signed checkpoints of the logs are kept. Default: checkpoints.jsonl in the data folder',
  COTERIE_WORLDS_MEMORY:
    'How many MiB the organizations held in memory may take together, at least 16; those asked for longest ago are dropped, and loaded when asked for again. Default: a quarter of the memory, and at most half of what Node.js may use',
  SMTP_URL:
    'A mail server for invitations, such as smtps://user:password@mail.example.com?from=coterie@example.com. Default: none, links are shown instead',
  LOG_LEVEL: 'One of fatal, error, warn, info, debug, trace, silent. Default info',
  TRUST_PROXY:
    'Which proxies may say where a request came from: how many stand in front (1 for one), a list of addresses or networks, or true for any. It has to be set behind a proxy, since all clients count as one network otherwise. Default: none',
  RATE_LIMIT_TOKEN:
    'How many requests a minute one token or session may make of one node; 0 for no limit. Default 30000',
  RATE_LIMIT_NETWORK:
    'How many requests a minute one network address (of IPv6: /64) may make of one node; 0 for no limit. Default 60000',
} as const;

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
  smtpUrl: string | null;
  logLevel: string;
  trustProxy: boolean | number | string[];
  limits: { token: number; network: number };
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

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Reads and checks the environment; throws BadConfig naming every variable that is not usable. */
export function readConfig(
  environment: Record<string, string | undefined>,
  folder: string,
): Config {
  const problems: string[] = [];
  const read = <T>(name: keyof typeof variables, unless: T, parse: (text: string) => T): T => {
    const text = environment[name]?.trim();
    if (!text) return unless;
    try {
      return parse(text);
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return unless;
    }
  };
  for (const name of Object.keys(environment))
    if (name.startsWith('COTERIE_') && !(name in variables) && !ofClient.has(name))
      problems.push(`${name}: no such variable; there are ${Object.keys(variables).join(', ')}`);
  const path = (text: string) => resolve(folder, text.replace(/^~(?=\/|$)/, homedir()));
  const dataDir = read('COTERIE_DATA_DIR', join(folder, 'data'), path);
  const config: Config = {
    host: read('HOST', '127.0.0.1', (text) => text),
    port: read('PORT', 8080, parsePort),
    siteUrl: read('SITE_URL', null, (text) => urlOf(text, ['http:', 'https:']).origin),
    dataDir,
    checkpoints: read('COTERIE_CHECKPOINTS', join(dataDir, 'checkpoints.jsonl'), path),
    databaseUrl: read('DATABASE_URL', null, parseDatabaseUrl),
    rootKey: read('COTERIE_ROOT_KEY', null, parseRootKey),
    worldsBytes: read('COTERIE_WORLDS_MEMORY', ownShare(), parseMemory),
    smtpUrl: read('SMTP_URL', null, (text) => urlOf(text, ['smtp:', 'smtps:']) && text),
    logLevel: read('LOG_LEVEL', 'info', (text) => oneOf(text, levels)),
    trustProxy: read('TRUST_PROXY', false, parseProxies),
    limits: {
      token: read('RATE_LIMIT_TOKEN', 30_000, parseCount),
      network: read('RATE_LIMIT_NETWORK', 60_000, parseCount),
    },
  };
  if (problems.length > 0) throw new BadConfig(problems);
  return config;
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
