import { randomUUID } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import { mintToken } from '../../crypto/tokens.ts';
import { deleteSecretTokens } from '../../store/accounts/tokens.ts';
import {
  type ClientSecretRow,
  clientSecretById,
  insertClientSecret,
  listClientSecrets,
  revokeClientSecret as revoke,
} from '../../store/organization/identities.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { readIdentity } from './get.ts';
import { changeAuth, readAuth } from './universal-auth.ts';

type Changes = Pick<Parts, 'db' | 'access' | 'now'>;
type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;

/** A new client secret, given this once; only its hash is kept. */
export function createClientSecret(
  parts: Changes,
  caller: Caller,
  identity: Id,
  { description, numUsesLimit, ttl }: { description: string; numUsesLimit: number; ttl: number },
) {
  const { token, hash } = mintToken('client');
  const id = randomUUID();
  return changeAuth(
    parts,
    caller,
    {
      identity,
      action: 'create-token',
      did: 'clientSecret.create',
      about: { id, name: description },
    },
    async (tx, org) => {
      const auth = await readAuth(tx, org, identity);
      const row = await insertClientSecret(tx, {
        org_id: org,
        id,
        identity_id: identity,
        hash,
        prefix: token.slice(0, 8),
        description,
        uses_limit: numUsesLimit,
        ttl,
      });
      return { token, row, auth };
    },
  );
}

export async function getClientSecrets(parts: Reads, caller: Caller, identity: Id) {
  const view = await look(parts, caller);
  view.need('identity', 'get-token');
  await readIdentity(parts.db, view.org, identity);
  return {
    auth: await readAuth(parts.db, view.org, identity),
    rows: await listClientSecrets(parts.db, view.org, identity),
  };
}

export async function getClientSecret(parts: Reads, caller: Caller, identity: Id, id: Id) {
  const { auth, rows } = await getClientSecrets(parts, caller, identity);
  return { auth, row: rows.find((row) => row.id === id) ?? notFound(id) };
}

/** Ends a client secret and every token made with it. */
export function revokeClientSecret(parts: Changes, caller: Caller, identity: Id, id: Id) {
  return changeAuth(
    parts,
    caller,
    { identity, action: 'delete-token', did: 'clientSecret.delete', about: { id } },
    async (tx, org) => {
      const auth = await readAuth(tx, org, identity);
      if (!(await clientSecretById(tx, org, identity, id))) notFound(id);
      await revoke(tx, org, id);
      await deleteSecretTokens(tx, org, id);
      return { auth, row: (await clientSecretById(tx, org, identity, id)) ?? notFound(id) };
    },
  );
}

const notFound = (id: Id): ClientSecretRow & never =>
  refuse({ reason: 'notFound', thing: 'client secret', id });
