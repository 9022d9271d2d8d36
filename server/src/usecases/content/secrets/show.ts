import type { Id } from '@coterie/kernel';
import type { SecretRow } from '../../../store/content/secrets.ts';
import type { Db } from '../../../store/db.ts';
import type { StoredMetadata } from '../../../store/schema.ts';
import type { Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { secretAttributes } from '../attributes.ts';
import type { Field } from '../keyring.ts';
import { mustBeBound } from './bound.ts';

/** A secret as a reader may see it: a null value is withheld. */
export type SeenSecret = {
  row: Omit<SecretRow, 'value' | 'comment' | 'metadata' | 'access_version' | 'mac'>;
  value: string | null;
  comment: string;
  metadata: readonly Metadata[];
  /** The references that could not be resolved, where it was asked which. */
  unresolved?: readonly string[];
  /** Where the value that is shown was made of others, too. */
  refers?: true;
};
/** What is kept beside a secret, by key. The value of an encrypted one is withheld like the secret's. */
export type Metadata = StoredMetadata;

/** Whether the caller may know that the secret is there; a personal one is for its owner alone. */
export const mayDescribe = (view: View, row: SecretRow): boolean =>
  (row.owner_id === null || row.owner_id === view.principal) &&
  view.may('secrets', 'describeSecret', row.project_id, secretAttributes(row));

export const mayReadValue = (view: View, row: SecretRow): boolean =>
  (row.owner_id === null || row.owner_id === view.principal) &&
  view.may('secrets', 'readValue', row.project_id, secretAttributes(row));

type Opens = Pick<Parts, 'keyring'> & { db: Db };
const fieldOf = (row: SecretRow) => ({
  project: row.project_id,
  secret: row.id,
  version: row.version,
});

export const openValue = ({ db, keyring }: Opens, org: Id, row: SecretRow): Promise<string> => {
  mustBeBound({ keyring }, org, row);
  return keyring.open(db, org, { ...fieldOf(row), field: 'value' }, row.value);
};

/** No comment is no record: most secrets have none, and a record of nothing would cost as much to open as a value. */
export const openComment = async (
  { db, keyring }: Opens,
  org: Id,
  row: SecretRow,
): Promise<string> =>
  row.comment.length === 0
    ? ''
    : keyring.open(db, org, { ...fieldOf(row), field: 'comment' }, row.comment);

/** A secret with its value when wanted and permitted, and what the shared one of a personal value says beside it. */
export async function show(
  parts: Opens,
  view: View,
  row: SecretRow,
  { wantsValue, shared = row }: { wantsValue: boolean; shared?: SecretRow | undefined },
): Promise<SeenSecret> {
  const reads = wantsValue && mayReadValue(view, row);
  if (shared !== row) mustBeBound(parts, view.org, shared);
  return {
    row,
    value: reads ? await openValue(parts, view.org, row) : unread(parts, view.org, row),
    comment: await openComment(parts, view.org, shared),
    metadata: await openMetadata(parts, view.org, shared, reads),
  };
}

/** No value: the row is looked at all the same, since its name and what is kept with it are shown. */
function unread(parts: Opens, org: Id, row: SecretRow): null {
  mustBeBound(parts, org, row);
  return null;
}

/** Encrypted metadata belongs to the secret, its own key, and the version at which it was written. */
export const metadataField = (
  row: { project_id: Id; id: Id },
  { key, counter }: Pick<Metadata, 'key' | 'counter'>,
): Field => ({
  project: row.project_id,
  secret: row.id,
  version: counter ?? 0,
  field: counter === undefined ? 'metadata' : `metadata ${key}`,
});

const openMetadata = (
  { db, keyring }: Opens,
  org: Id,
  row: SecretRow,
  reads: boolean,
): Promise<Metadata[]> =>
  Promise.all(
    row.metadata.map(async ({ counter, ...one }) => {
      if (!one.isEncrypted) return one;
      const field = metadataField(row, { key: one.key, counter });
      const value = reads
        ? await keyring.open(db, org, field, Buffer.from(one.value, 'base64'))
        : '';
      return { ...one, value };
    }),
  );
