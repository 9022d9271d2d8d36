import type { Id } from '@coterie/kernel';
import type { Db, Tx } from '../db.ts';

export const insertOrganizationKey = (tx: Tx, org_id: Id, version: number, wrapped: Buffer) =>
  tx.insertInto('organization_keys').values({ org_id, version, wrapped }).execute();

export const organizationKeys = (db: Db, org: Id) =>
  db
    .selectFrom('organization_keys')
    .select(['version', 'wrapped'])
    .where('org_id', '=', org)
    .orderBy('version')
    .execute();

export const insertProjectKey = (
  tx: Tx,
  row: {
    org_id: Id;
    project_id: Id;
    version: number;
    organization_key_version: number;
    wrapped: Buffer;
  },
) => tx.insertInto('project_keys').values(row).execute();

export const projectKeys = (db: Db, org: Id, project: Id) =>
  db
    .selectFrom('project_keys')
    .select(['version', 'organization_key_version', 'wrapped', 'created_at'])
    .where('org_id', '=', org)
    .where('project_id', '=', project)
    .orderBy('version')
    .execute();
