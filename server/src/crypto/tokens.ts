import { createHmac, hash, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Secrets that are shown once: a typed prefix, 256 random bits, and a checksum so that scanners find leaks
 * and a mistyped one is refused without a look-up. Only the SHA-256 is kept.
 */
const prefixes = {
  session: 'cts_',
  client: 'ctc_',
  invitation: 'ctv_',
  setup: 'ctx_',
  device: 'ctd_',
  link: 'ctl_',
  factor: 'ctf_',
} as const;
export type SecretKind = keyof typeof prefixes;

export function mintToken(kind: SecretKind): { token: string; hash: Buffer } {
  const body = `${prefixes[kind]}${randomBytes(32).toString('base64url')}`;
  const token = `${body}${checksum(body)}`;
  return { token, hash: hashToken(token) };
}

export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer');

/** Which kind of secret a text has the form of; null when its checksum says that it is none. */
export function tokenKind(token: string): SecretKind | null {
  const body = token.slice(0, -6);
  if (token.length !== 4 + 43 + 6 || checksum(body) !== token.slice(-6)) return null;
  const found = Object.entries(prefixes).find(([, prefix]) => token.startsWith(prefix));
  return found ? (found[0] as SecretKind) : null;
}

/** `st.`, the id, the secret, and a fourth part that is the client's own, which some send and some keep (wire contract, §2.4). */
const serviceToken = /^(st\.[0-9a-f-]{36}\.[0-9a-f]{64})(?:\.[0-9a-f]{32})?$/;

/** A service token of that id. 256 random bits. */
export function mintServiceToken(id: string): { token: string; hash: Buffer } {
  const token = `st.${id}.${randomBytes(32).toString('hex')}`;
  return { token, hash: hashToken(token) };
}

/** The part of a service token that counts; null for a text of another form. */
export const serviceTokenIn = (token: string): string | null =>
  serviceToken.exec(token)?.[1] ?? null;

export const sameHash = (a: Buffer, b: Buffer): boolean =>
  a.length === b.length && timingSafeEqual(a, b);

const checksum = (body: string): string =>
  hash('sha256', `checksum:${body}`, 'base64url').slice(0, 6);

/** What a bearer token says of itself. Clients show it; the server believes its own table alone. */
export type Claims = { [name: string]: string | number | null };
export type BearerKind = 'user' | 'identity';

/** The claim by which clients tell users from machines (wire contract, §2.1). */
const types = { user: 'accessToken', identity: 'identityAccessToken' } as const;
/** As many signatures are remembered, in about 200 bytes each. */
const mostChecked = 20_000;
const header = part({ alg: 'HS256', typ: 'JWT' });

/**
 * Bearer tokens in the form of a JWT (RFC 7519, HS256), since clients read when they end from them. What counts is the
 * table of tokens, where the SHA-256 of each stands with its end: a token taken away is refused whatever it says.
 */
export class TokenMint {
  readonly #key: KeyObject;
  /** The kind of each token whose signature was found right, by its SHA-256; in force is another question. */
  readonly #checked = new Map<string, BearerKind>();

  constructor(key: KeyObject) {
    this.#key = key;
  }

  /** A token with these claims, 256 random bits among them; `ends` is in milliseconds. */
  mint(
    kind: BearerKind,
    at: number,
    ends: number,
    claims: Claims,
  ): { token: string; hash: Buffer } {
    const body = `${header}.${part({
      ...claims,
      authTokenType: types[kind],
      jti: randomBytes(32).toString('base64url'),
      iat: Math.floor(at / 1000),
      exp: Math.floor(ends / 1000),
    })}`;
    const token = `${body}.${this.#sign(body)}`;
    return { token, hash: hashToken(token) };
  }

  /** Which kind of bearer token a text of this hash is; null when it is none that was minted here. */
  kindOf(token: string, hash: Buffer): BearerKind | null {
    const name = hash.toString('latin1');
    const known = this.#checked.get(name);
    if (known !== undefined) return known;
    const kind = this.#check(token);
    if (kind === null) return null;
    if (this.#checked.size >= mostChecked) this.#checked.clear();
    this.#checked.set(name, kind);
    return kind;
  }

  #check(token: string): BearerKind | null {
    const end = token.lastIndexOf('.');
    if (!token.startsWith(`${header}.`) || end < header.length + 1) return null;
    const body = token.slice(0, end);
    const signature = Buffer.from(token.slice(end + 1));
    if (!sameHash(signature, Buffer.from(this.#sign(body)))) return null;
    const said = JSON.parse(
      Buffer.from(body.slice(header.length + 1), 'base64url').toString(),
    ) as Claims;
    return said.authTokenType === types.user ? 'user' : 'identity';
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url');
  }
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
