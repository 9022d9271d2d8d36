import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { NamedListing } from '../listing.ts';
import { countOf, sought } from '../listing.ts';
import { holdTokensTo, type TokenBounds } from './token-bounds.ts';

export type IdentityRow = {
  id: Id;
  name: string;
  has_delete_protection: boolean;
  metadata: { id: string; key: string; value: string }[];
  created_at: Date;
  updated_at: Date;
  membership_id: Id;
  status: string;
  has_universal_auth: boolean;
  has_token_auth: boolean;
  sign_in_methods: string[];
};

const base = (db: Db, org: Id) =>
  db
    .selectFrom('identities')
    .innerJoin('members', (join) =>
      join
        .onRef('members.org_id', '=', 'identities.org_id')
        .onRef('members.id', '=', 'identities.id'),
    )
    .where('identities.org_id', '=', org)
    .select([
      'identities.id',
      'identities.name',
      'identities.has_delete_protection',
      'identities.metadata',
      'identities.created_at',
      'identities.updated_at',
      'members.membership_id',
      'members.status',
      sql<boolean>`EXISTS (SELECT 1 FROM universal_auths u WHERE u.org_id = identities.org_id AND u.identity_id = identities.id)`.as(
        'has_universal_auth',
      ),
      sql<boolean>`EXISTS (SELECT 1 FROM token_auths t WHERE t.org_id = identities.org_id AND t.identity_id = identities.id)`.as(
        'has_token_auth',
      ),
      sql<
        string[]
      >`ARRAY(SELECT m.method FROM machine_sign_ins m WHERE m.org_id = identities.org_id AND m.identity_id = identities.id ORDER BY m.method)`.as(
        'sign_in_methods',
      ),
    ]);

export const identityById = (db: Db, org: Id, id: Id): Promise<IdentityRow | undefined> =>
  base(db, org).where('identities.id', '=', id).executeTakeFirst();

export async function listIdentities(
  db: Db,
  org: Id,
  { search, limit, offset, direction, order }: NamedListing,
): Promise<{ rows: IdentityRow[]; total: number }> {
  let query = base(db, org);
  if (search) query = query.where(sought(search, 'identities'));
  const rows = await query
    .orderBy(order === 'name' ? sql`lower(identities.name)` : sql`identities.created_at`, direction)
    .orderBy('identities.id')
    .limit(limit)
    .offset(offset)
    .execute();
  return { rows, total: await countOf(db, query) };
}

export const insertIdentity = (
  tx: Tx,
  org_id: Id,
  { metadata, ...row }: Pick<IdentityRow, 'id' | 'name' | 'has_delete_protection' | 'metadata'>,
) =>
  tx
    .insertInto('identities')
    .values({ org_id, ...row, metadata: JSON.stringify(metadata) })
    .execute();

export const updateIdentity = (
  tx: Tx,
  org: Id,
  id: Id,
  { metadata, ...row }: Partial<Pick<IdentityRow, 'name' | 'has_delete_protection' | 'metadata'>>,
) =>
  tx
    .updateTable('identities')
    .set({
      ...row,
      ...(metadata ? { metadata: JSON.stringify(metadata) } : {}),
      updated_at: new Date(),
    })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();

export type AuthRow = {
  org_id: Id;
  identity_id: Id;
  id: Id;
  client_id: Id;
  access_token_ttl: number;
  access_token_max_ttl: number;
  access_token_uses_limit: number;
  client_secret_ips: string[];
  access_token_ips: string[];
  lockout_enabled: boolean;
  /** Failures until the lock, the lock's seconds, and the seconds after which failures count no more. */
  lockout_threshold: number;
  lockout_duration: number;
  lockout_reset: number;
  created_at: Date;
  updated_at: Date;
};
type AuthSettings = Pick<
  AuthRow,
  | 'access_token_ttl'
  | 'access_token_max_ttl'
  | 'access_token_uses_limit'
  | 'client_secret_ips'
  | 'access_token_ips'
  | 'lockout_enabled'
  | 'lockout_threshold'
  | 'lockout_duration'
  | 'lockout_reset'
>;

const jsonIps = ({ client_secret_ips, access_token_ips, ...rest }: Partial<AuthSettings>) => ({
  ...rest,
  ...(client_secret_ips ? { client_secret_ips: JSON.stringify(client_secret_ips) } : {}),
  ...(access_token_ips ? { access_token_ips: JSON.stringify(access_token_ips) } : {}),
});

export const insertAuth = (
  tx: Tx,
  keys: { org_id: Id; identity_id: Id; id: Id; client_id: Id },
  settings: AuthSettings,
) =>
  tx
    .insertInto('universal_auths')
    .values({
      ...keys,
      ...settings,
      client_secret_ips: JSON.stringify(settings.client_secret_ips),
      access_token_ips: JSON.stringify(settings.access_token_ips),
    })
    .execute();

type Whose = { org: Id; identity: Id };

/** What the settings say now counts for the tokens in force as well. */
export async function updateAuth(
  tx: Tx,
  { org, identity }: Whose,
  known: AuthSettings,
  settings: Partial<AuthSettings>,
): Promise<void> {
  await tx
    .updateTable('universal_auths')
    .set({ ...jsonIps(settings), updated_at: new Date() })
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .execute();
  await holdTokensTo(
    tx,
    { org, identity, isOfTokenAuth: false },
    { now: { ...known, ...settings }, before: known },
  );
}

export const deleteAuth = (tx: Tx, org: Id, identity: Id) =>
  tx
    .deleteFrom('universal_auths')
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .execute();

export const authOf = (db: Db, org: Id, identity: Id): Promise<AuthRow | undefined> =>
  db
    .selectFrom('universal_auths')
    .selectAll()
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .executeTakeFirst();

export const authByClientId = (
  db: Db,
  clientId: Id,
): Promise<(AuthRow & { identity_name: string }) | undefined> =>
  db
    .selectFrom('universal_auths')
    .innerJoin('identities', (join) =>
      join
        .onRef('identities.org_id', '=', 'universal_auths.org_id')
        .onRef('identities.id', '=', 'universal_auths.identity_id'),
    )
    .selectAll('universal_auths')
    .select('identities.name as identity_name')
    .where('client_id', '=', clientId)
    .executeTakeFirst();

/** The settings as they are, which stay until the transaction ends: a token made by them is known to whoever changes them. */
export const holdAuth = (
  tx: Tx,
  org: Id,
  identity: Id,
): Promise<(AuthRow & { identity_name: string }) | undefined> =>
  tx
    .selectFrom('universal_auths')
    .innerJoin('identities', (join) =>
      join
        .onRef('identities.org_id', '=', 'universal_auths.org_id')
        .onRef('identities.id', '=', 'universal_auths.identity_id'),
    )
    .selectAll('universal_auths')
    .select('identities.name as identity_name')
    .where('universal_auths.org_id', '=', org)
    .where('universal_auths.identity_id', '=', identity)
    .forShare('universal_auths')
    .executeTakeFirst();

export type TokenAuthRow = {
  org_id: Id;
  identity_id: Id;
  identity_name: string;
  id: Id;
  access_token_ttl: number;
  access_token_max_ttl: number;
  access_token_uses_limit: number;
  access_token_ips: string[];
  created_at: Date;
  updated_at: Date;
};
export const tokenAuthOf = (db: Db, org: Id, identity: Id): Promise<TokenAuthRow | undefined> =>
  db
    .selectFrom('token_auths')
    .innerJoin('identities', (join) =>
      join
        .onRef('identities.org_id', '=', 'token_auths.org_id')
        .onRef('identities.id', '=', 'token_auths.identity_id'),
    )
    .selectAll('token_auths')
    .select('identities.name as identity_name')
    .where('token_auths.org_id', '=', org)
    .where('token_auths.identity_id', '=', identity)
    .executeTakeFirst();

export const insertTokenAuth = (
  tx: Tx,
  keys: { org_id: Id; identity_id: Id; id: Id },
  { access_token_ips, ...settings }: TokenBounds,
) =>
  tx
    .insertInto('token_auths')
    .values({ ...keys, ...settings, access_token_ips: JSON.stringify(access_token_ips) })
    .execute();

export async function updateTokenAuth(
  tx: Tx,
  { org, identity }: Whose,
  known: TokenBounds,
  wanted: TokenBounds,
): Promise<void> {
  const { access_token_ips, ...settings } = wanted;
  await tx
    .updateTable('token_auths')
    .set({
      ...settings,
      access_token_ips: JSON.stringify(access_token_ips),
      updated_at: new Date(),
    })
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .execute();
  await holdTokensTo(tx, { org, identity, isOfTokenAuth: true }, { now: wanted, before: known });
}

export const deleteTokenAuth = (tx: Tx, org: Id, identity: Id) =>
  tx
    .deleteFrom('token_auths')
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .execute();

export type ClientSecretRow = {
  id: Id;
  identity_id: Id;
  prefix: string;
  description: string;
  uses: number;
  uses_limit: number;
  ttl: number;
  is_revoked: boolean;
  created_at: Date;
  updated_at: Date;
};
const secretColumns = [
  'id',
  'identity_id',
  'prefix',
  'description',
  'uses',
  'uses_limit',
  'ttl',
  'is_revoked',
  'created_at',
  'updated_at',
] as const;

export const insertClientSecret = (
  db: Db,
  row: {
    org_id: Id;
    id: Id;
    identity_id: Id;
    hash: Buffer;
    prefix: string;
    description: string;
    uses_limit: number;
    ttl: number;
  },
) => db.insertInto('client_secrets').values(row).returning(secretColumns).executeTakeFirstOrThrow();

export const listClientSecrets = (db: Db, org: Id, identity: Id): Promise<ClientSecretRow[]> =>
  db
    .selectFrom('client_secrets')
    .select(secretColumns)
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .orderBy('created_at', 'desc')
    .execute();

export const clientSecretById = (
  db: Db,
  org: Id,
  identity: Id,
  id: Id,
): Promise<ClientSecretRow | undefined> =>
  db
    .selectFrom('client_secrets')
    .select(secretColumns)
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .where('id', '=', id)
    .executeTakeFirst();

export const revokeClientSecret = (tx: Tx, org: Id, id: Id) =>
  tx
    .updateTable('client_secrets')
    .set({ is_revoked: true, updated_at: new Date() })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();

/** Takes one use of a client secret in force; undefined when it is unknown, revoked, over or used up. */
export const takeClientSecret = (
  db: Db,
  { org, identity, hash, at }: Whose & { hash: Buffer; at: Date },
): Promise<{ id: Id } | undefined> =>
  db
    .updateTable('client_secrets')
    .set({ uses: sql<number>`uses + 1`, updated_at: at })
    .where('org_id', '=', org)
    .where('identity_id', '=', identity)
    .where('hash', '=', hash)
    .where('is_revoked', '=', false)
    .where(sql<boolean>`(uses_limit = 0 OR uses < uses_limit)`)
    .where(sql<boolean>`(ttl = 0 OR created_at + ttl * interval '1 second' > ${at})`)
    .returning('id')
    .executeTakeFirst();
