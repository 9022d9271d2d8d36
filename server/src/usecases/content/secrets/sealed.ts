import { type Id, refuse } from '@coterie/kernel';
import { type SecretRow, secretById, updateSecret } from '../../../store/content/secrets.ts';
import type { Tx } from '../../../store/db.ts';
import type { Caller } from '../../parts.ts';
import { noteReferences } from '../references/marks.ts';
import { macOf } from './bound.ts';
import { columnsOf, type Wanted, type Writing } from './given.ts';
import { type Metadata, metadataField, openComment, openValue } from './show.ts';

/** Writes a secret's next version, or what is kept beside its newest. */
export async function writeEdit(
  writing: Writing,
  row: SecretRow,
  { key, ...wanted }: Wanted & { key: string },
): Promise<void> {
  const { tx, caller } = writing;
  const { org } = writing.view;
  const field = { project: row.project_id, secret: row.id, version: row.version };
  const opens = { ...writing, db: tx };
  const value = await openValue(opens, org, row);
  const comment = await openComment(opens, org, row);
  const next = { value: wanted.secretValue ?? value, comment: wanted.secretComment ?? comment };
  if (next.value !== value && (next.value.includes('${') || value.includes('${')))
    await noteReferences(writing, row, next.value);
  const isNew = next.value !== value || next.comment !== comment || key !== row.key;
  const version = row.version + 1;
  const metadata =
    (await sealedMetadata(writing, row, nextCounter(row), wanted.secretMetadata)) ?? row.metadata;
  const newest_version = isNew ? version : row.version;
  const mac = macOf(writing, org, { ...row, newest_key: key, newest_version, metadata });
  await updateSecret(
    tx,
    org,
    { id: row.id, key, ...columnsOf(wanted, row), metadata, mac },
    isNew
      ? {
          version,
          ...(await sealed(writing, { ...field, version }, next)),
          ...by(caller),
        }
      : null,
  );
}

/** Higher than any that the secret's metadata has or had since its newest version. */
const nextCounter = ({ version, metadata }: SecretRow): number =>
  Math.max(version, ...metadata.map(({ counter }) => counter ?? 0)) + 1;

export async function sealedMetadata(
  { keyring, tx, view }: Writing,
  row: { project_id: Id; id: Id },
  counter: number,
  wanted: Wanted['secretMetadata'],
): Promise<Metadata[] | undefined> {
  if (!wanted) return undefined;
  return Promise.all(
    wanted.map(async ({ key, value, isEncrypted = false }) => ({
      key,
      value: isEncrypted
        ? (await keyring.seal(tx, view.org, metadataField(row, { key, counter }), value)).toString(
            'base64',
          )
        : value,
      isEncrypted,
      ...(isEncrypted ? { counter } : {}),
    })),
  );
}

/** A secret as the log tells of it. */
export const deedOf = ({ id, key, project_id, environment, path, owner_id }: SecretRow) => ({
  id,
  ...(owner_id === null ? {} : { of: owner_id }),
  name: key,
  project: project_id,
  at: `${environment}:${path}`,
});
export const by = (caller: Caller) => ({ actor_id: caller.principal, actor_kind: caller.kind });
/** The secret of that id, as it is in the transaction. */
export const read = async (tx: Tx, org: Id, id: Id): Promise<SecretRow> =>
  (await secretById(tx, org, id)) ?? refuse({ reason: 'notFound', thing: 'secret', id });

/** A value and a comment as they are kept. */
export const sealed = async (
  { keyring, tx, view }: Writing,
  field: { project: Id; secret: Id; version: number },
  { value, comment }: { value: string; comment: string },
) => ({
  value: await keyring.seal(tx, view.org, { ...field, field: 'value' }, value),
  comment:
    comment === ''
      ? Buffer.alloc(0)
      : await keyring.seal(tx, view.org, { ...field, field: 'comment' }, comment),
});
