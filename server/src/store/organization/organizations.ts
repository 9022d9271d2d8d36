import type { Id } from '@coterie/kernel';
import type { Db, Tx } from '../db.ts';
import { startLog } from '../log/log.ts';

export type OrganizationRow = { id: Id; name: string; slug: string };
const columns = ['organizations.id', 'organizations.name', 'organizations.slug'] as const;

export const organizationById = (db: Db, id: Id): Promise<OrganizationRow | undefined> =>
  db.selectFrom('organizations').select(columns).where('id', '=', id).executeTakeFirst();

/** The organizations in which a user is an active member, by name. */
export const organizationsOf = (db: Db, user: Id): Promise<OrganizationRow[]> =>
  db
    .selectFrom('members')
    .innerJoin('organizations', 'organizations.id', 'members.org_id')
    .select(columns)
    .where('members.user_id', '=', user)
    .where('members.status', '=', 'active')
    .orderBy('organizations.name')
    .execute();

/** Every organization that knows a user, suspended and invited too. */
export const allOrganizationsOf = (db: Db, user: Id): Promise<OrganizationRow[]> =>
  db
    .selectFrom('members')
    .innerJoin('organizations', 'organizations.id', 'members.org_id')
    .select(columns)
    .where('members.user_id', '=', user)
    .orderBy('organizations.id')
    .execute();

/** An organization with an empty access log. Fails on a taken slug. */
export async function insertOrganization(tx: Tx, organization: OrganizationRow): Promise<void> {
  await tx.insertInto('organizations').values(organization).execute();
  await startLog(tx, organization.id);
}

export const slugTaken = async (db: Db, slug: string): Promise<boolean> =>
  (await db
    .selectFrom('organizations')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst()) !== undefined;

export const organizationBySlug = (db: Db, slug: string): Promise<OrganizationRow | undefined> =>
  db.selectFrom('organizations').select(columns).where('slug', '=', slug).executeTakeFirst();

/** Who must have a second factor, and from when on nobody of them gets in without. */
export type FactorRule = { rule: 'none' | 'admins' | 'everyone'; from: Date | null };

export const factorRuleOf = (db: Db, org: Id): Promise<FactorRule | undefined> =>
  db
    .selectFrom('organizations')
    .select(['factor_rule as rule', 'factor_from as from'])
    .where('id', '=', org)
    .executeTakeFirst();

export const setFactorRule = (tx: Tx, org: Id, { rule, from }: FactorRule) =>
  tx
    .updateTable('organizations')
    .set({ factor_rule: rule, factor_from: from })
    .where('id', '=', org)
    .execute();
