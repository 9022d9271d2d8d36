import type { Id } from '@coterie/kernel';
import type { Db } from '../../store/db.ts';
import type { SecretRow } from '../../store/secrets.ts';
import type { View } from '../look.ts';
import type { Parts } from '../parts.ts';

/** A secret as a reader may see it: a null value is withheld. */
export type SeenSecret = {
  row: Omit<SecretRow, 'value' | 'comment' | 'metadata' | 'access_version'>;
  value: string | null;
  comment: string;
  metadata: readonly Metadata[];
};
/** What is kept beside a secret, by key. The value of an encrypted one is withheld like the secret's. */
export type Metadata = { key: string; value: string; isEncrypted: boolean };

/** The attributes that conditions on a secret are judged by. */
export const attributesOf = ({
  environment,
  path,
  key,
  tags = [],
}: {
  environment: string;
  path: string;
  key: string;
  tags?: readonly { slug: string }[] | undefined;
}) => ({
  environment,
  secretPath: path,
  secretName: key,
  secretTags: tags.map(({ slug }) => slug),
});

/** Whether the caller may know that the secret is there; a personal one is for its owner alone. */
export const mayDescribe = (view: View, row: SecretRow): boolean =>
  (row.owner_id === null || row.owner_id === view.principal) &&
  view.may('secrets', 'describeSecret', row.project_id, attributesOf(row));

export const mayReadValue = (view: View, row: SecretRow): boolean =>
  (row.owner_id === null || row.owner_id === view.principal) &&
  view.may('secrets', 'readValue', row.project_id, attributesOf(row));

type Opens = Pick<Parts, 'keyring'> & { db: Db };
const fieldOf = (row: SecretRow) => ({
  project: row.project_id,
  secret: row.id,
  version: row.version,
});

export const openValue = ({ db, keyring }: Opens, org: Id, row: SecretRow): Promise<string> =>
  keyring.open(db, org, { ...fieldOf(row), field: 'value' }, row.value);

/** No comment is no record: most secrets have none, and a record of nothing would cost as much to open as a value. */
export const openComment = async (
  { db, keyring }: Opens,
  org: Id,
  row: SecretRow,
): Promise<string> =>
  row.comment.length === 0
    ? ''
    : keyring.open(db, org, { ...fieldOf(row), field: 'comment' }, row.comment);

/** A secret with its value when wanted and permitted. */
export async function show(
  parts: Opens,
  view: View,
  row: SecretRow,
  wantsValue: boolean,
): Promise<SeenSecret> {
  const { value: sealedValue, comment, metadata, access_version: _, ...rest } = row;
  const reads = wantsValue && mayReadValue(view, row);
  return {
    row: rest,
    value: reads ? await openValue(parts, view.org, row) : null,
    comment: await openComment(parts, view.org, row),
    metadata: await openMetadata(parts, view.org, row, metadata, reads),
  };
}

/** Encrypted metadata belongs to the secret and its key, whatever the version. */
export const metadataField = (row: { project_id: Id; id: Id }) =>
  ({ project: row.project_id, secret: row.id, version: 0, field: 'metadata' }) as const;

const openMetadata = (
  { db, keyring }: Opens,
  org: Id,
  row: SecretRow,
  metadata: readonly Metadata[],
  reads: boolean,
): Promise<Metadata[]> =>
  Promise.all(
    metadata.map(async (one) => {
      if (!one.isEncrypted) return one;
      const value = reads
        ? await keyring.open(db, org, metadataField(row), Buffer.from(one.value, 'base64'))
        : '';
      return { ...one, value };
    }),
  );
