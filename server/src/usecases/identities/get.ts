import { type Id, refuse } from '@coterie/kernel';
import type { Db } from '../../store/db.ts';
import type { NamedListing } from '../../store/listing.ts';
import {
  type IdentityRow,
  identityById,
  listIdentities,
} from '../../store/organization/identities.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;

/** One machine identity; an identity may always see itself. */
export async function getIdentity(parts: Reads, caller: Caller, id: Id) {
  const view = await look(parts, caller);
  if (id !== caller.principal) view.need('identity', 'read');
  return { view, row: await readIdentity(parts.db, view.org, id) };
}

export async function listOrganizationIdentities(
  parts: Reads,
  caller: Caller,
  query: NamedListing,
) {
  const view = await look(parts, caller);
  view.need('identity', 'read');
  return { view, ...(await listIdentities(parts.db, view.org, query)) };
}

export const readIdentity = async (db: Db, org: Id, id: Id): Promise<IdentityRow> =>
  (await identityById(db, org, id)) ?? refuse({ reason: 'notFound', thing: 'identity', id });
