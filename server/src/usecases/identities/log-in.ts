import { randomUUID } from 'node:crypto';
import { hashToken, mintToken, tokenKind } from '../../crypto/tokens.ts';
import { authByClientId, authOf, takeClientSecret } from '../../store/identities.ts';
import { deleteToken, findTokens, insertToken, prolong } from '../../store/tokens.ts';
import { isTrusted } from '../addresses.ts';
import type { From, Parts } from '../parts.ts';
import { NotAuthenticated, throttled } from '../throttle.ts';

type Needs = Pick<Parts, 'db' | 'worlds' | 'now'>;
export type AccessToken = { accessToken: string; expiresIn: number; accessTokenMaxTTL: number };

const wrong = () => new NotAuthenticated('the client id or the client secret is wrong');
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A machine identity signs in with client id and client secret; a suspended one is refused like a wrong secret. */
export const logIn = (
  parts: Needs,
  clientId: string,
  clientSecret: string,
  from: From,
): Promise<AccessToken> =>
  throttled(parts, `client:${clientId}`, from.ip, async () => {
    const { db, now } = parts;
    const auth = uuid.test(clientId) ? await authByClientId(db, clientId) : undefined;
    if (
      !auth ||
      tokenKind(clientSecret) !== 'client' ||
      !isTrusted(from.ip, auth.client_secret_ips)
    )
      throw wrong();
    const world = await parts.worlds.now(auth.org_id);
    if (world?.get('member', auth.identity_id)?.status !== 'active') throw wrong();
    const at = now();
    const secret = await takeClientSecret(
      db,
      auth.org_id,
      auth.identity_id,
      hashToken(clientSecret),
      new Date(at),
    );
    if (!secret) throw wrong();
    const { token, hash } = mintToken('identity');
    await insertToken(db, {
      id: randomUUID(),
      hash,
      kind: 'identity',
      user_id: null,
      org_id: auth.org_id,
      identity_id: auth.identity_id,
      client_secret_id: secret.id,
      created_at: new Date(at),
      expires_at: new Date(at + auth.access_token_ttl * 1000),
      longest_until: new Date(at + auth.access_token_max_ttl * 1000),
      uses_left: auth.access_token_uses_limit === 0 ? null : auth.access_token_uses_limit,
      trusted_ips: auth.access_token_ips,
    });
    return {
      accessToken: token,
      expiresIn: auth.access_token_ttl,
      accessTokenMaxTTL: auth.access_token_max_ttl,
    };
  });

/** Extends an access token by its lifetime, up to the longest counted from its creation. */
export async function renewToken(parts: Needs, token: string, from: From): Promise<AccessToken> {
  const at = parts.now();
  const row = await ownToken(parts, token, from);
  const auth =
    row.org_id && row.identity_id ? await authOf(parts.db, row.org_id, row.identity_id) : undefined;
  if (!auth) throw over();
  const expires = Math.min(at + auth.access_token_ttl * 1000, row.longest_until.getTime());
  await prolong(parts.db, row.id, new Date(at), new Date(expires));
  return {
    accessToken: token,
    expiresIn: Math.floor((expires - at) / 1000),
    accessTokenMaxTTL: auth.access_token_max_ttl,
  };
}

/** Ends an access token at once. */
export async function revokeToken(parts: Needs, token: string, from: From): Promise<void> {
  await deleteToken(parts.db, (await ownToken(parts, token, from)).id);
}

const over = () => new NotAuthenticated('the access token is unknown or over');

async function ownToken({ db, now }: Needs, token: string, from: From) {
  const row =
    tokenKind(token) === 'identity'
      ? (await findTokens(db, [hashToken(token)], new Date(now())))[0]
      : undefined;
  if (!row || (row.trusted_ips !== null && !isTrusted(from.ip, row.trusted_ips))) throw over();
  return row;
}
