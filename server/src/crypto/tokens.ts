import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Secrets that are shown once: a typed prefix, 256 random bits, and a checksum so that scanners find leaks
 * and a mistyped one is refused without a look-up. Only the SHA-256 is kept.
 */
const prefixes = {
  session: 'cts_',
  user: 'ctu_',
  identity: 'cti_',
  client: 'ctc_',
  invitation: 'ctv_',
  setup: 'ctx_',
} as const;
export type TokenKind = keyof typeof prefixes;

export function mintToken(kind: TokenKind): { token: string; hash: Buffer } {
  const body = `${prefixes[kind]}${randomBytes(32).toString('base64url')}`;
  const token = `${body}${checksum(body)}`;
  return { token, hash: hashToken(token) };
}

export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer');

/** Which kind of token a text has the form of; null when its checksum says that it is none. */
export function tokenKind(token: string): TokenKind | null {
  const body = token.slice(0, -6);
  if (token.length !== 4 + 43 + 6 || checksum(body) !== token.slice(-6)) return null;
  const found = Object.entries(prefixes).find(([, prefix]) => token.startsWith(prefix));
  return found ? (found[0] as TokenKind) : null;
}

export const sameHash = (a: Buffer, b: Buffer): boolean =>
  a.length === b.length && timingSafeEqual(a, b);

const checksum = (body: string): string =>
  hash('sha256', `checksum:${body}`, 'base64url').slice(0, 6);
