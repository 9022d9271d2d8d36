import { randomUUID } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import { inTransaction, type Tx } from '../../store/db.ts';
import { folderAt } from '../../store/folders.ts';
import {
  deleteSecret as drop,
  insertSecret,
  lockSecret,
  type SecretRow,
  secretAt,
  secretById,
  updateSecret,
} from '../../store/secrets.ts';
import { missingFolder } from '../folders/read.ts';
import { lookAndHold } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { attributesOf, type SecretPlace, type SeenSecret, show } from './read.ts';

type Writes = Pick<Parts, 'db' | 'worlds' | 'keyring' | 'now'>;
type Wanted = {
  secretValue?: string | undefined;
  secretComment?: string | undefined;
  skipMultilineEncoding?: boolean | null | undefined;
  newSecretName?: string | undefined;
};

export const createSecret = (
  parts: Writes,
  caller: Caller,
  key: string,
  {
    secretValue,
    secretComment = '',
    skipMultilineEncoding,
    ...place
  }: SecretPlace & Wanted & { secretValue: string },
): Promise<SeenSecret> =>
  inTransaction(parts.db, async (tx) => {
    const view = await lookAndHold(parts, tx, caller);
    const { projectId: project, environment, secretPath: path } = place;
    view.project(project);
    view.need('secrets', 'create', project, attributesOf({ environment, path, key }));
    const folder =
      (await folderAt(tx, view.org, project, environment, path)) ??
      missingFolder({ ...place, path });
    if (await secretAt(tx, view.org, { project, environment, path, key })) taken(key);
    const id = randomUUID();
    await insertSecret(tx, view.org, {
      id,
      project_id: project,
      folder_id: folder.id,
      key,
      skip_multiline_encoding: skipMultilineEncoding ?? false,
      ...(await sealed(
        parts,
        tx,
        view.org,
        { project, secret: id, version: 1 },
        secretValue,
        secretComment,
      )),
      ...by(caller),
    });
    return show(parts, view, await read(tx, view.org, id), true);
  });

/** Changes a secret; a new value or comment makes a new version, the same again none. */
export const editSecret = (
  parts: Writes,
  caller: Caller,
  name: string,
  { newSecretName, ...wanted }: SecretPlace & Wanted,
): Promise<SeenSecret> =>
  inTransaction(parts.db, async (tx) => {
    const view = await lookAndHold(parts, tx, caller);
    view.project(wanted.projectId);
    const row = await locked(tx, view.org, wanted, name, () =>
      view.need(
        'secrets',
        'edit',
        wanted.projectId,
        attributesOf({ environment: wanted.environment, path: wanted.secretPath, key: name }),
      ),
    );
    const key = newSecretName ?? row.key;
    if (key !== row.key) {
      view.need('secrets', 'edit', row.project_id, attributesOf({ ...row, key }));
      if (await secretAt(tx, view.org, { ...placeOf(row), key })) taken(key);
    }
    const field = { project: row.project_id, secret: row.id, version: row.version };
    const value = await parts.keyring.open(tx, view.org, { ...field, field: 'value' }, row.value);
    const comment = await parts.keyring.open(
      tx,
      view.org,
      { ...field, field: 'comment' },
      row.comment,
    );
    const next = { value: wanted.secretValue ?? value, comment: wanted.secretComment ?? comment };
    const isNew = next.value !== value || next.comment !== comment || key !== row.key;
    const version = row.version + 1;
    await updateSecret(
      tx,
      view.org,
      row.id,
      { key, skip_multiline_encoding: wanted.skipMultilineEncoding ?? row.skip_multiline_encoding },
      isNew
        ? {
            version,
            ...(await sealed(parts, tx, view.org, { ...field, version }, next.value, next.comment)),
            ...by(caller),
          }
        : null,
    );
    return show(parts, view, await read(tx, view.org, row.id), true);
  });

/** Deletes a secret with its history; gives it as it was, without its value. */
export const deleteSecret = (
  parts: Writes,
  caller: Caller,
  key: string,
  place: SecretPlace,
): Promise<SeenSecret> =>
  inTransaction(parts.db, async (tx) => {
    const view = await lookAndHold(parts, tx, caller);
    view.project(place.projectId);
    const row = await locked(tx, view.org, place, key, () =>
      view.need(
        'secrets',
        'delete',
        place.projectId,
        attributesOf({ environment: place.environment, path: place.secretPath, key }),
      ),
    );
    const seen = await show(parts, view, row, true);
    await drop(tx, view.org, row.id);
    return seen;
  });

/** The secret, locked, once `allowed` did not refuse; who may not is told that before whether it is there. */
async function locked(
  tx: Tx,
  org: Id,
  place: SecretPlace,
  key: string,
  allowed: () => void,
): Promise<SecretRow> {
  const at = {
    project: place.projectId,
    environment: place.environment,
    path: place.secretPath,
    key,
  };
  const found = await secretAt(tx, org, at);
  allowed();
  if (!found || !(await lockSecret(tx, org, found.id)))
    return refuse({ reason: 'notFound', thing: 'secret', id: key });
  return read(tx, org, found.id);
}

const placeOf = (row: SecretRow) => ({
  project: row.project_id,
  environment: row.environment,
  path: row.path,
});
const by = (caller: Caller) => ({ actor_id: caller.principal, actor_kind: caller.kind });
const taken = (key: string): never =>
  refuse({ reason: 'taken', thing: 'secret', field: 'secretName', value: key });

const read = async (tx: Tx, org: Id, id: Id): Promise<SecretRow> =>
  (await secretById(tx, org, id)) ?? refuse({ reason: 'notFound', thing: 'secret', id });

const sealed = async (
  { keyring }: Pick<Parts, 'keyring'>,
  tx: Tx,
  org: Id,
  field: { project: Id; secret: Id; version: number },
  value: string,
  comment: string,
) => ({
  value: await keyring.seal(tx, org, { ...field, field: 'value' }, value),
  comment: await keyring.seal(tx, org, { ...field, field: 'comment' }, comment),
});
