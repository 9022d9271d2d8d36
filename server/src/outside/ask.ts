import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type InternalHosts, mayReach } from './addresses.ts';

/** Where to ask, and by which authorities the server there shows who it is, instead of the usual ones. */
export type Target = { url: string; ca?: string | undefined };
export type Asked = Target & {
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
};
export type Answered = { status: number; body: Buffer };
/** Asks a server outside. Throws Unreachable. */
export type Ask = (asked: Asked) => Promise<Answered>;

/** The address is none that may be asked, or nothing usable was answered; says so in words for an administrator. */
export class Unreachable extends Error {}

/** The addresses of a host. */
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

/** How long one answer may take altogether (milliseconds), and how long it may be (bytes). */
const longest = 10_000;
const most = 2 ** 20;

/** Never the pool that all share: that may go by a proxy of the environment, and keeps connections that were judged before. */
const plain = new PlainAgent({ keepAlive: false });
const secure = new Agent({ keepAlive: false, maxCachedSessions: 0 });

const resolveAll: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * The one way to servers outside: https alone, to addresses that were judged, all of them, before one is connected to. No
 * redirect is followed, and no proxy is used.
 */
export function asking(internal: InternalHosts, resolve: Resolve = resolveAll): Ask {
  return async (asked) => {
    const url = mustBeUsable(asked.url, internal);
    const deadline = AbortSignal.timeout(longest);
    const addresses = await before(deadline, judged(url, internal, resolve));
    return send(url, asked, { addresses, deadline });
  };
}

/** The address in its one spelling; refuses one that is not to be asked, whatever stands behind it. */
export function mustBeUsable(text: string, internal: InternalHosts): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw new Unreachable(`\`${text}\` is no address`);
  if (url.username !== '' || url.password !== '')
    throw new Unreachable('the address names a user, which none may');
  const isPlain = url.protocol === 'http:' && internal.plain.has(url.host);
  if (url.protocol !== 'https:' && !isPlain)
    throw new Unreachable(
      `\`${url.protocol}//${url.host}\` is not asked: the address has to begin with https://`,
    );
  return url;
}

type Address = { address: string; family: number };

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** One that is not there and one that is inside are told alike: nobody learns by this which names a network inside has. */
const unknown = (host: string) =>
  new Unreachable(
    `\`${host}\` is no host of the public internet, nor one that COTERIE_INTERNAL_HOSTS names`,
  );

async function judged(url: URL, internal: InternalHosts, resolve: Resolve): Promise<Address[]> {
  const host = hostOf(url);
  const family = isIP(host);
  const addresses =
    family > 0 ? [{ address: host, family }] : await resolve(host).catch(() => [] as Address[]);
  if (addresses.length === 0) throw unknown(host);
  if (!addresses.every(({ address }) => mayReach(host, address, internal))) throw unknown(host);
  return addresses;
}

const before = <T>(deadline: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise((done, failed) => {
    deadline.addEventListener('abort', () => failed(new Unreachable('it took too long')), {
      once: true,
    });
    work.then(done, failed);
  });

/** Gives the addresses that were judged, and asks nobody for them again. */
const only =
  (addresses: readonly Address[]): LookupFunction =>
  (_, options, give) => {
    const [first] = addresses as [Address, ...Address[]];
    if (options.all) give(null, [...addresses]);
    else give(null, first.address, first.family);
  };

function send(
  url: URL,
  { method = 'GET', headers = {}, body, ca }: Asked,
  { addresses, deadline }: { addresses: readonly Address[]; deadline: AbortSignal },
): Promise<Answered> {
  const common = { method, headers, lookup: only(addresses), signal: deadline };
  return new Promise((done, failed) => {
    const fail = (error: Error) =>
      failed(
        error instanceof Unreachable
          ? error
          : new Unreachable(deadline.aborted ? `\`${url.host}\` took too long` : told(url, error)),
      );
    const take = (response: IncomingMessage) => {
      read(response).then(done, (error: Error) => {
        response.destroy();
        fail(error);
      });
    };
    const request =
      url.protocol === 'https:'
        ? secureRequest(
            url,
            {
              ...common,
              agent: secure,
              // Whose certificate is looked for is the address's to say, and not a header's.
              servername: isIP(hostOf(url)) > 0 ? '' : url.hostname,
              rejectUnauthorized: true,
              minVersion: 'TLSv1.2',
              ...(ca ? { ca } : {}),
            },
            take,
          )
        : plainRequest(url, { ...common, agent: plain }, take);
    request.on('error', fail);
    request.end(body);
  });
}

const told = (url: URL, { code, message }: NodeJS.ErrnoException): string =>
  `\`${url.host}\` could not be asked (${code ?? message})`;

async function read(response: IncomingMessage): Promise<Answered> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400)
    throw new Unreachable('the answer leads elsewhere, and is not followed');
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response) {
    length += part.length;
    if (length > most) throw new Unreachable('the answer is longer than 1 MiB');
    parts.push(part);
  }
  return { status, body: Buffer.concat(parts) };
}
