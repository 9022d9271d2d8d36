import { randomUUID } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { isId } from '@coterie/kernel';
import { namesOf } from '../../access/names.ts';
import { hashToken, tokenKind } from '../../crypto/tokens.ts';
import { deleteToken, findTokens, insertToken, prolong } from '../../store/accounts/tokens.ts';
import { inTransaction } from '../../store/db.ts';
import { headVersion } from '../../store/log/log.ts';
import { leaveEntry } from '../../store/log/trail.ts';
import {
  authByClientId,
  authOf,
  holdAuth,
  takeClientSecret,
  tokenAuthOf,
} from '../../store/organization/identities.ts';
import { signInOf } from '../../store/organization/sign-ins.ts';
import type { From, Parts } from '../parts.ts';
import { isTrusted } from '../session/addresses.ts';
import { type Lockout, NotAuthenticated, throttled } from '../session/throttle.ts';
import { mustBeSlugOf } from '../setup/organization-slug.ts';
import { usualLockout } from './universal-auth.ts';

type Needs = Pick<Parts, 'db' | 'worlds' | 'mint' | 'now'>;
export type AccessToken = { accessToken: string; expiresIn: number; accessTokenMaxTTL: number };

const wrong = () => new NotAuthenticated('the client id or the client secret is wrong');

/** What whoever comes from a new place waits for, whatever the client id, so that ids that exist cannot be told from others. */
export const ofStrangers: Lockout = {
  threshold: usualLockout.lockout_threshold,
  duration: usualLockout.lockout_duration,
  reset: usualLockout.lockout_reset,
};

/** A machine identity signs in to its own organization with client id and client secret; a suspended one is refused like a wrong secret. */
export async function logIn(
  parts: Needs,
  clientId: string,
  clientSecret: string,
  from: From,
  organizationSlug?: string | undefined,
): Promise<AccessToken> {
  const auth = isId(clientId) ? await authByClientId(parts.db, clientId) : undefined;
  const known = auth?.lockout_enabled
    ? {
        threshold: auth.lockout_threshold,
        duration: auth.lockout_duration,
        reset: auth.lockout_reset,
      }
    : null;
  return throttled(
    parts,
    {
      kind: 'machineIdentity',
      account: clientId,
      method: 'universal-auth',
      from,
      lockout: { stranger: ofStrangers, known },
    },
    async (looking) => {
      if (!auth) throw wrong();
      const { org_id: org, identity_id: identity } = auth;
      looking.found = { org_id: org, identity_id: identity };
      if (tokenKind(clientSecret) !== 'client' || !isTrusted(from.ip, auth.client_secret_ips))
        throw wrong();
      const world = await parts.worlds.now(org);
      if (world?.get('member', identity)?.status !== 'active') {
        looking.why = 'notActive';
        throw wrong();
      }
      await mustBeSlugOf(parts.db, org, organizationSlug);
      const at = new Date(parts.now());
      // Last, and with the token in one transaction: a use is taken by who is let in, and by nobody else.
      return inTransaction(parts.db, async (tx) => {
        const held = await holdAuth(tx, org, identity);
        if (!held || !isTrusted(from.ip, held.client_secret_ips)) throw wrong();
        const secret = await takeClientSecret(tx, {
          org,
          identity,
          hash: hashToken(clientSecret),
          at,
        });
        if (!secret) throw wrong();
        const accessToken = await issueAccessToken({ ...parts, db: tx }, held, {
          client_secret_id: secret.id,
          authMethod: 'universal-auth',
        });
        return {
          accessToken,
          expiresIn: held.access_token_ttl,
          accessTokenMaxTTL: held.access_token_max_ttl,
        };
      });
    },
  );
}

/** How the access tokens of an identity are made. */
export type Issuing = {
  org_id: Id;
  identity_id: Id;
  identity_name: string;
  access_token_ttl: number;
  access_token_max_ttl: number;
  access_token_uses_limit: number;
  access_token_ips: readonly string[];
};

/** An access token for a machine identity, shown once; it says that it ends when it ends at the latest. */
export async function issueAccessToken(
  { db, mint, now }: Pick<Parts, 'db' | 'mint' | 'now'>,
  auth: Issuing,
  {
    authMethod,
    id = randomUUID(),
    ...more
  }: {
    /** The way of signing in, as clients read it in the token. */
    authMethod: string;
    id?: Id;
    client_secret_id: Id | null;
    name?: string;
    is_of_token_auth?: boolean;
    sign_in_method?: string;
  },
): Promise<string> {
  const at = now();
  const longest = at + auth.access_token_max_ttl * 1000;
  const { token, hash } = mint.mint('identity', at, longest, {
    identityId: auth.identity_id,
    identityName: auth.identity_name,
    authMethod,
    orgId: auth.org_id,
    identityAccessTokenId: id,
  });
  await insertToken(db, {
    ...more,
    id,
    hash,
    kind: 'identity',
    user_id: null,
    org_id: auth.org_id,
    identity_id: auth.identity_id,
    created_at: new Date(at),
    expires_at: new Date(at + auth.access_token_ttl * 1000),
    longest_until: new Date(longest),
    uses_left: auth.access_token_uses_limit === 0 ? null : auth.access_token_uses_limit,
    trusted_ips: auth.access_token_ips,
  });
  return token;
}

/** Extends an access token by its lifetime, up to the longest counted from its creation. */
export async function renewToken(parts: Needs, token: string, from: From): Promise<AccessToken> {
  const at = parts.now();
  const row = await ownToken(parts, token, from);
  const { org_id: org, identity_id: identity } = row;
  if (org === null || identity === null) throw over();
  const { sign_in_method: method } = row;
  const auth =
    method === null
      ? await (row.is_of_token_auth ? tokenAuthOf : authOf)(parts.db, org, identity)
      : await signInOf(parts.db, { org, identity, method });
  if (!auth) throw over();
  const expires = Math.min(at + auth.access_token_ttl * 1000, row.longest_until.getTime());
  await prolong(parts.db, row.id, { used_at: new Date(at), expires_at: new Date(expires) });
  return {
    accessToken: token,
    expiresIn: Math.floor((expires - at) / 1000),
    accessTokenMaxTTL: auth.access_token_max_ttl,
  };
}

/** Ends an access token at once. */
export async function revokeToken(
  parts: Needs & Pick<Parts, 'logKeys'>,
  token: string,
  from: From,
): Promise<void> {
  const row = await ownToken(parts, token, from);
  await inTransaction(parts.db, async (tx) => {
    await deleteToken(tx, row.id);
    const { org_id: org, identity_id: id } = row;
    if (org === null || id === null) return;
    const deed = { do: 'accessToken.delete', of: id, id: row.id };
    await leaveEntry(
      tx,
      parts.logKeys,
      { org, at: new Date(parts.now()), version: (await headVersion(tx, org)) ?? 0 },
      {
        actor: { id, kind: 'machineIdentity' },
        command: deed.do,
        request: from,
        reason: null,
        changes: [],
        deeds: [deed],
        names: await namesOf(tx, org, null, [id]),
      },
    );
  });
}

const over = () => new NotAuthenticated('the access token is unknown or over');

async function ownToken({ db, mint, now }: Needs, token: string, from: From) {
  const hash = hashToken(token);
  const row =
    mint.kindOf(token, hash) === 'identity'
      ? (await findTokens(db, [hash], new Date(now())))[0]
      : undefined;
  if (!row || (row.trusted_ips !== null && !isTrusted(from.ip, row.trusted_ips))) throw over();
  return row;
}
