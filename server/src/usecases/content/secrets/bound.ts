import type { Id } from '@coterie/kernel';
import { checkRow, sealRow } from '../../../crypto/row-seal.ts';
import type { SecretRow } from '../../../store/content/secrets.ts';
import type { Parts } from '../../parts.ts';

type Keys = Pick<Parts, 'keyring'>;
export type Bindable = Pick<
  SecretRow,
  | 'id'
  | 'project_id'
  | 'environment_id'
  | 'folder_id'
  | 'newest_key'
  | 'owner_id'
  | 'newest_version'
  | 'metadata'
>;

const bound = (org: Id, row: Bindable) => ({
  org,
  id: row.id,
  project: row.project_id,
  environment: row.environment_id,
  folder: row.folder_id,
  key: row.newest_key,
  owner: row.owner_id,
  version: row.newest_version,
  metadata: row.metadata,
});

export const macOf = ({ keyring }: Keys, org: Id, row: Bindable): Buffer =>
  sealRow(keyring.rowKey, bound(org, row));

/** Rows that have been looked at: what is held in memory is not looked at again. */
const seen = new WeakSet<SecretRow>();

/** Refuses a row that is not as it was written, before anything of it is shown, or built upon. */
export function mustBeBound({ keyring }: Keys, org: Id, row: SecretRow): void {
  if (seen.has(row)) return;
  checkRow(keyring.rowKey, bound(org, row), row.mac);
  seen.add(row);
}
