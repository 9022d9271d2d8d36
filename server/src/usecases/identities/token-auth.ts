import { randomUUID } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import {
  deleteNamedTokens,
  deleteToken,
  listNamedTokens,
  type NamedTokenRow,
  namedToken,
  renameToken,
} from '../../store/accounts/tokens.ts';
import type { Db } from '../../store/db.ts';
import {
  deleteTokenAuth,
  insertTokenAuth,
  type TokenAuthRow,
  tokenAuthOf,
  updateTokenAuth,
} from '../../store/organization/identities.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { readIdentity } from './get.ts';
import { issueAccessToken } from './log-in.ts';
import {
  type AuthSettings,
  changeAuth,
  checkLifetimes,
  everywhere,
  lifetimes,
  networks,
} from './universal-auth.ts';

type Changes = Pick<Parts, 'db' | 'access' | 'mint' | 'now'>;
type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;

export async function getTokenAuth(
  parts: Reads,
  caller: Caller,
  identity: Id,
): Promise<TokenAuthRow> {
  const view = await look(parts, caller);
  view.need('identity', 'read');
  await readIdentity(parts.db, view.org, identity);
  return readTokenAuth(parts.db, view.org, identity);
}

/** Lets access tokens be made for an identity by hand, for programs that cannot sign in. */
export function attachTokenAuth(
  parts: Changes,
  caller: Caller,
  identity: Id,
  settings: AuthSettings,
): Promise<TokenAuthRow> {
  const wanted = lifetimes(settings);
  checkLifetimes(wanted);
  return changeAuth(
    parts,
    caller,
    { identity, action: 'edit', did: 'tokenAuth.create' },
    async (tx, org) => {
      if (await tokenAuthOf(tx, org, identity))
        refuse({ reason: 'taken', thing: 'token auth', field: 'identityId', value: identity });
      await insertTokenAuth(
        tx,
        { org_id: org, identity_id: identity, id: randomUUID() },
        {
          access_token_ttl: wanted.accessTokenTTL,
          access_token_max_ttl: wanted.accessTokenMaxTTL,
          access_token_uses_limit: wanted.accessTokenNumUsesLimit,
          access_token_ips:
            networks('accessTokenTrustedIps', settings.accessTokenTrustedIps) ?? everywhere,
        },
      );
      return readTokenAuth(tx, org, identity);
    },
  );
}

export function editTokenAuth(
  parts: Changes,
  caller: Caller,
  identity: Id,
  settings: AuthSettings,
): Promise<TokenAuthRow> {
  return changeAuth(
    parts,
    caller,
    { identity, action: 'edit', did: 'tokenAuth.edit' },
    async (tx, org) => {
      const known = await readTokenAuth(tx, org, identity);
      const wanted = {
        accessTokenTTL: settings.accessTokenTTL ?? known.access_token_ttl,
        accessTokenMaxTTL: settings.accessTokenMaxTTL ?? known.access_token_max_ttl,
      };
      checkLifetimes(wanted);
      const ips = networks('accessTokenTrustedIps', settings.accessTokenTrustedIps);
      await updateTokenAuth(tx, { org, identity }, known, {
        access_token_ttl: wanted.accessTokenTTL,
        access_token_max_ttl: wanted.accessTokenMaxTTL,
        access_token_uses_limit: settings.accessTokenNumUsesLimit ?? known.access_token_uses_limit,
        access_token_ips: ips ?? known.access_token_ips,
      });
      return readTokenAuth(tx, org, identity);
    },
  );
}

/** Takes token auth away; the tokens made with it end at once. */
export function detachTokenAuth(
  parts: Changes,
  caller: Caller,
  identity: Id,
): Promise<TokenAuthRow> {
  return changeAuth(
    parts,
    caller,
    { identity, action: 'revoke-auth', did: 'tokenAuth.delete' },
    async (tx, org) => {
      const known = await readTokenAuth(tx, org, identity);
      await deleteNamedTokens(tx, org, identity);
      await deleteTokenAuth(tx, org, identity);
      return known;
    },
  );
}

/** An access token under a name, shown this once. */
export function createNamedToken(
  parts: Changes,
  caller: Caller,
  identity: Id,
  name: string,
): Promise<{ token: string; row: NamedTokenRow; auth: TokenAuthRow }> {
  const id = randomUUID();
  return changeAuth(
    parts,
    caller,
    { identity, action: 'create-token', did: 'accessToken.create', about: { id, name } },
    async (tx, org) => {
      const auth = await readTokenAuth(tx, org, identity);
      const token = await issueAccessToken({ ...parts, db: tx }, auth, {
        id,
        client_secret_id: null,
        authMethod: 'token-auth',
        name,
        is_of_token_auth: true,
      });
      return { token, auth, row: await readNamed(tx, org, id) };
    },
  );
}

export async function listIdentityTokens(
  parts: Reads,
  caller: Caller,
  identity: Id,
): Promise<NamedTokenRow[]> {
  const view = await look(parts, caller);
  view.need('identity', 'get-token');
  await readIdentity(parts.db, view.org, identity);
  return listNamedTokens(parts.db, view.org, identity);
}

export async function getNamedToken(parts: Reads, caller: Caller, id: Id): Promise<NamedTokenRow> {
  const view = await look(parts, caller);
  view.need('identity', 'get-token');
  return readNamed(parts.db, view.org, id);
}

export async function editNamedToken(
  parts: Changes & Pick<Parts, 'worlds'>,
  caller: Caller,
  id: Id,
  name: string,
): Promise<NamedTokenRow> {
  const row = await ownNamed(parts, caller, id, 'create-token');
  return changeAuth(
    parts,
    caller,
    {
      identity: row.identity_id,
      action: 'create-token',
      did: 'accessToken.edit',
      about: { id, name },
    },
    async (tx, org) => {
      await renameToken(tx, org, id, name);
      return readNamed(tx, org, id);
    },
  );
}

export async function revokeNamedToken(
  parts: Changes & Pick<Parts, 'worlds'>,
  caller: Caller,
  id: Id,
): Promise<void> {
  const row = await ownNamed(parts, caller, id, 'delete-token');
  await changeAuth(
    parts,
    caller,
    {
      identity: row.identity_id,
      action: 'delete-token',
      did: 'accessToken.delete',
      about: { id, name: row.name ?? '' },
    },
    async (tx, org) => {
      await readNamed(tx, org, id);
      await deleteToken(tx, id);
    },
  );
}

/** Whose the token is, told only to who has the right. */
async function ownNamed(
  parts: Reads,
  caller: Caller,
  id: Id,
  action: string,
): Promise<NamedTokenRow> {
  const view = await look(parts, caller);
  view.need('identity', action);
  return readNamed(parts.db, view.org, id);
}

const readTokenAuth = async (db: Db, org: Id, identity: Id): Promise<TokenAuthRow> =>
  (await tokenAuthOf(db, org, identity)) ??
  refuse({ reason: 'notFound', thing: 'token auth', id: identity });

const readNamed = async (db: Db, org: Id, id: Id): Promise<NamedTokenRow> =>
  (await namedToken(db, org, id)) ?? refuse({ reason: 'notFound', thing: 'token', id });
