import {
  type OrganizationRow,
  organizationById,
  organizationsOf,
} from '../../store/organization/organizations.ts';
import type { Caller, Parts } from '../parts.ts';

/** The caller's organizations: a machine identity has one. */
export async function ownOrganizations(
  { db }: Pick<Parts, 'db'>,
  caller: Caller,
): Promise<OrganizationRow[]> {
  if (caller.kind === 'user') return organizationsOf(db, caller.principal);
  const own = caller.org === null ? undefined : await organizationById(db, caller.org);
  return own ? [own] : [];
}
