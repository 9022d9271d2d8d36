import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { list, Prepared } from '../prepared.ts';

export type NewToken = {
  id: Id;
  hash: Buffer;
  kind: 'session' | 'user' | 'identity' | 'factor';
  user_id: Id | null;
  org_id: Id | null;
  identity_id: Id | null;
  client_secret_id: Id | null;
  created_at: Date;
  expires_at: Date;
  longest_until: Date;
  uses_left: number | null;
  trusted_ips: readonly string[] | null;
  /** Of a user's: what it was begun from. */
  ip?: string | null;
  user_agent?: string | null;
  has_factor?: boolean;
  proven_until?: Date | null;
  tries_left?: number;
  /** Of a token that was made for an identity by hand. */
  name?: string;
  is_of_token_auth?: boolean;
  sign_in_method?: string;
};

export const insertToken = (db: Db, token: NewToken) =>
  db
    .insertInto('tokens')
    .values({
      ...token,
      used_at: token.created_at,
      trusted_ips: token.trusted_ips === null ? null : JSON.stringify(token.trusted_ips),
    })
    .execute();

/** Whether the token's owner has a second factor that was not shown for it: asked with the token, so that no way of making one goes around it. */
const lacksFactor = sql<boolean>`(tokens.user_id IS NOT NULL AND NOT tokens.has_factor AND (
  EXISTS (SELECT FROM totps WHERE totps.user_id = tokens.user_id AND totps.confirmed_at IS NOT NULL)
  OR EXISTS (SELECT FROM passkeys WHERE passkeys.user_id = tokens.user_id)))`;

const inForce = new Prepared((db, hashes: readonly Buffer[], at: Date) =>
  db
    .selectFrom('tokens')
    .leftJoin('access_heads', 'access_heads.org_id', 'tokens.org_id')
    // Looked at only for people who have shown no second factor.
    .leftJoin('organizations', (join) =>
      join
        .onRef('organizations.id', '=', 'tokens.org_id')
        .on('tokens.user_id', 'is not', null)
        .on(sql<boolean>`NOT tokens.has_factor`)
        .on(sql<boolean>`organizations.factor_rule <> ${sql.lit('none')}`),
    )
    .select([
      'tokens.id',
      'tokens.hash',
      'tokens.kind',
      'tokens.user_id',
      'tokens.org_id',
      'tokens.identity_id',
      'tokens.created_at',
      'tokens.used_at',
      'tokens.expires_at',
      'tokens.longest_until',
      'tokens.uses_left',
      'tokens.trusted_ips',
      'tokens.is_of_token_auth',
      'tokens.sign_in_method',
      'tokens.has_factor',
      'tokens.proven_until',
      'access_heads.version as access_version',
      'organizations.factor_rule',
      'organizations.factor_from',
      lacksFactor.as('lacks_factor'),
    ])
    .where(sql<boolean>`tokens.hash = ANY(${list(hashes, 'bytea')}::bytea[])`)
    .where('tokens.expires_at', '>', at),
);

/**
 * Tokens in force and, in the same statement, the access version of each one's organization: newer than any
 * acknowledgement before it. In the order of the hashes.
 */
export async function findTokens(db: Db, hashes: readonly Buffer[], at: Date) {
  const rows = await inForce.rows(db, hashes, at);
  const byHash = new Map(rows.map((row) => [nameOfHash(row.hash), row]));
  return hashes.map((hash) => byHash.get(nameOfHash(hash)));
}

/** A hash as a text, which a Map can tell from another. */
export const nameOfHash = (hash: Buffer): string => hash.toString('latin1');
export type FoundToken = NonNullable<Awaited<ReturnType<typeof findTokens>>[number]>;

/** Takes one use of a token that has a limit; false when none is left, also under concurrent calls. */
export const takeUse = async (db: Db, id: Id): Promise<boolean> =>
  (await db
    .updateTable('tokens')
    .set({ uses_left: sql<number>`uses_left - 1` })
    .where('id', '=', id)
    .where('uses_left', '>', 0)
    .returning('id')
    .executeTakeFirst()) !== undefined;

export const prolong = (db: Db, id: Id, times: { used_at: Date; expires_at: Date }) =>
  db.updateTable('tokens').set(times).where('id', '=', id).execute();

export const moveToken = (db: Db, id: Id, org_id: Id) =>
  db.updateTable('tokens').set({ org_id }).where('id', '=', id).execute();

export const deleteToken = (db: Db, id: Id) =>
  db.deleteFrom('tokens').where('id', '=', id).execute();

/** A person has shown anew who they are, and maybe a factor with it. */
export const proveToken = (
  db: Db,
  id: Id,
  { proven_until, hasFactor }: { proven_until: Date; hasFactor: boolean },
) =>
  db
    .updateTable('tokens')
    .set({ proven_until, ...(hasFactor ? { has_factor: true } : {}) })
    .where('id', '=', id)
    .execute();

/** A person's first factor ends all that was begun without one, but for the session that it was set up in. */
export const deleteUnprovenTokens = (tx: Tx, user: Id, keep: Id) =>
  tx
    .deleteFrom('tokens')
    .where('user_id', '=', user)
    .where('has_factor', '=', false)
    .where('id', '<>', keep)
    .execute();

/** With the last factor goes what it has shown. */
export const forgetFactor = (tx: Tx, user: Id) =>
  tx.updateTable('tokens').set({ has_factor: false }).where('user_id', '=', user).execute();

/** What stands between a password and a second factor, with whose it is. */
export const findTicket = (db: Db, hash: Buffer, at: Date) =>
  db
    .selectFrom('tokens')
    .innerJoin('users', 'users.id', 'tokens.user_id')
    .select(['tokens.id', 'users.id as user_id', 'users.email'])
    .where('tokens.hash', '=', hash)
    .where('tokens.kind', '=', 'factor')
    .where('tokens.tries_left', '>', 0)
    .where('tokens.expires_at', '>', at)
    .executeTakeFirst();

/** Takes one try of a ticket before it is looked at; gives how many are left, or undefined where none was. */
export const takeTry = async (db: Db, id: Id): Promise<number | undefined> =>
  (
    await db
      .updateTable('tokens')
      .set({ tries_left: sql<number>`tries_left - 1` })
      .where('id', '=', id)
      .where('tries_left', '>', 0)
      .returning('tries_left')
      .executeTakeFirst()
  )?.tries_left ?? undefined;

/** Ends a ticket by its use; false where another use has ended it. */
export const takeTicket = async (db: Db, id: Id): Promise<boolean> =>
  (await db.deleteFrom('tokens').where('id', '=', id).returning('id').executeTakeFirst()) !==
  undefined;

/** Ends the session of that hash, whose browser begins another. */
export const deleteSession = (db: Db, hash: Buffer) =>
  db.deleteFrom('tokens').where('hash', '=', hash).where('kind', '=', 'session').execute();

export const deleteIdentityTokens = (tx: Tx, org: Id, identity: Id) =>
  tx.deleteFrom('tokens').where('org_id', '=', org).where('identity_id', '=', identity).execute();

/** Tokens that an identity was given by universal auth, which names itself in none. */
export const deleteUniversalTokens = (tx: Tx, org: Id, identity: Id) =>
  tx
    .deleteFrom('tokens')
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .where('is_of_token_auth', '=', false)
    .where('sign_in_method', 'is', null)
    .execute();

/** Tokens that an identity was given by one way of signing in. */
export const deleteMethodTokens = (
  tx: Tx,
  { org, identity, method }: { org: Id; identity: Id; method: string },
) =>
  tx
    .deleteFrom('tokens')
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .where('sign_in_method', '=', method)
    .execute();

export const deleteSecretTokens = (tx: Tx, org: Id, clientSecret: Id) =>
  tx
    .deleteFrom('tokens')
    .where('org_id', '=', org)
    .where('client_secret_id', '=', clientSecret)
    .execute();

/** Tokens that a removed or suspended user holds for an organization. */
export const deleteUserTokens = (tx: Tx, org: Id, user: Id) =>
  tx.deleteFrom('tokens').where('org_id', '=', org).where('user_id', '=', user).execute();

export const deleteExpiredTokens = async (db: Db, at: Date): Promise<number> =>
  Number(
    (await db.deleteFrom('tokens').where('expires_at', '<', at).executeTakeFirst()).numDeletedRows,
  );

/** A token that was made for an identity by hand, under a name. */
export type NamedTokenRow = {
  id: Id;
  identity_id: Id;
  name: string;
  created_at: Date;
  used_at: Date;
  expires_at: Date;
  longest_until: Date;
  uses_left: number | null;
};

const underNames = (db: Db, org: Id) =>
  db
    .selectFrom('tokens')
    .select([
      'id',
      sql<Id>`identity_id`.as('identity_id'),
      sql<string>`coalesce(name, '')`.as('name'),
      'created_at',
      'used_at',
      'expires_at',
      'longest_until',
      'uses_left',
    ])
    .where('org_id', '=', org);
const named = (db: Db, org: Id) => underNames(db, org).where('is_of_token_auth', '=', true);

/** A token by its id, if it was given by that way of signing in. */
export const methodToken = (
  db: Db,
  org: Id,
  { method, id }: { method: string; id: Id },
): Promise<NamedTokenRow | undefined> =>
  underNames(db, org).where('sign_in_method', '=', method).where('id', '=', id).executeTakeFirst();

/** What some identities hold by one way of signing in, newest first. */
export const listMethodTokens = (
  db: Db,
  org: Id,
  { method, identities }: { method: string; identities: readonly Id[] },
): Promise<NamedTokenRow[]> =>
  underNames(db, org)
    .where('sign_in_method', '=', method)
    .where(sql<boolean>`identity_id = ANY(${identities}::uuid[])`)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();

export const namedToken = (db: Db, org: Id, id: Id): Promise<NamedTokenRow | undefined> =>
  named(db, org).where('id', '=', id).executeTakeFirst();

export const listNamedTokens = (db: Db, org: Id, identity: Id): Promise<NamedTokenRow[]> =>
  named(db, org).where('identity_id', '=', identity).orderBy('created_at', 'desc').execute();

export const renameToken = (tx: Tx, org: Id, id: Id, name: string) =>
  tx.updateTable('tokens').set({ name }).where('org_id', '=', org).where('id', '=', id).execute();

export const deleteNamedTokens = (tx: Tx, org: Id, identity: Id) =>
  tx
    .deleteFrom('tokens')
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .where('is_of_token_auth', '=', true)
    .execute();

/** A user's own session, or token without a browser. */
export type OwnTokenRow = {
  id: Id;
  kind: string;
  ip: string | null;
  user_agent: string | null;
  created_at: Date;
  used_at: Date;
  expires_at: Date;
  organization: string | null;
};

/** What a user can be let in by now; what waits for a second factor is none. */
const own = (db: Db, user: Id) =>
  db
    .selectFrom('tokens')
    .leftJoin('organizations', 'organizations.id', 'tokens.org_id')
    .where('tokens.user_id', '=', user)
    .where('tokens.kind', 'in', ['session', 'user']);

export const listOwnTokens = (db: Db, user: Id, at: Date): Promise<OwnTokenRow[]> =>
  own(db, user)
    .where('tokens.expires_at', '>', at)
    .select([
      'tokens.id',
      'tokens.kind',
      'tokens.ip',
      'tokens.user_agent',
      'tokens.created_at',
      'tokens.used_at',
      'tokens.expires_at',
      'organizations.name as organization',
    ])
    .orderBy('tokens.used_at', 'desc')
    .orderBy('tokens.id')
    .limit(1000)
    .execute();

/** Ends one of a user's; false when there is none of that id. */
export const deleteOwnToken = async (db: Db, user: Id, id: Id): Promise<boolean> =>
  (await db
    .deleteFrom('tokens')
    .where('user_id', '=', user)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()) !== undefined;

/** Ends all of a user's but one; gives how many. */
export const deleteOwnTokens = async (db: Db, user: Id, keep: Id): Promise<number> =>
  Number(
    (
      await db
        .deleteFrom('tokens')
        .where('user_id', '=', user)
        .where('id', '<>', keep)
        .executeTakeFirst()
    ).numDeletedRows,
  );
