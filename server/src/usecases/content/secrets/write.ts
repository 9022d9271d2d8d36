import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Id, refuse } from '@coterie/kernel';
import { type FolderRow, folderAt } from '../../../store/content/folders.ts';
import {
  deleteSecret as drop,
  insertSecret,
  lockSecret,
  personalBeside,
  renameSecret,
  type SecretRow,
  secretAt,
  secretById,
  updateSecret,
} from '../../../store/content/secrets.ts';
import { setTags } from '../../../store/content/tags.ts';
import type { Tx } from '../../../store/db.ts';
import { holdMember } from '../../../store/gates.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { secretAttributes } from '../attributes.ts';
import { missingFolder } from '../folders/read.ts';
import { placeNamed } from '../place.ts';
import { inProject } from '../write.ts';
import { macOf, mustBeBound } from './bound.ts';
import {
  columnsOf,
  mustBeCapital,
  mustBeValueAlone,
  ownerOf,
  pick,
  type Typed,
  tagsWanted,
  type Wanted,
  type Writing,
} from './given.ts';
import type { SecretPlace } from './read.ts';
import {
  type Metadata,
  mayDescribe,
  mayReadValue,
  metadataField,
  openComment,
  openValue,
  type SeenSecret,
  show,
} from './show.ts';

export type Writes = Pick<Parts, 'db' | 'content' | 'keyring'>;
type New = Wanted & { key: string; secretValue: string };
export type Edited = Typed & Wanted & { newSecretName?: string | undefined };
export const createSecret = async (
  parts: Writes,
  caller: Caller,
  key: string,
  { type, projectId, environment, secretPath, ...wanted }: SecretPlace & Typed & Omit<New, 'key'>,
): Promise<SeenSecret> => {
  const place = { projectId, environment, secretPath };
  const [made] = await createSecrets(parts, caller, { ...place, type }, [{ ...wanted, key }]);
  return made as SeenSecret;
};

/** Creates secrets in one folder, all or none. */
export const createSecrets = (
  parts: Writes,
  caller: Caller,
  place: SecretPlace & Typed,
  wanted: readonly New[],
): Promise<SeenSecret[]> =>
  inProject(parts, caller, place.projectId, (tx, view) =>
    createAll({ ...parts, tx, caller, view }, place, wanted),
  );

export async function createAll(
  writing: Writing,
  place: SecretPlace & Typed,
  wanted: readonly New[],
): Promise<SeenSecret[]> {
  const { tx, view, caller } = writing;
  const { projectId: project, environment, secretPath: path } = place;
  const owner = ownerOf(caller, place);
  for (const one of wanted) mustBeValueAlone(place, one);
  const found = await folderAt(tx, view.org, { project, environment, path });
  const at = found
    ? { environment: found.environment_slug, path: found.path }
    : { environment, path };
  const shared = async (key: string) =>
    owner === null
      ? undefined
      : (await secretAt(tx, view.org, { project, environment, path, key, owner: null }))?.tags;
  for (const { key } of wanted)
    view.need(
      'secrets',
      'create',
      project,
      secretAttributes({ ...at, key, tags: await shared(key) }),
    );
  const known = await tagsWanted(tx, view, project, wanted);
  const folder = found ?? missingFolder({ ...place, path });
  if (owner !== null) await holdMember(tx, owner);
  const made: SeenSecret[] = [];
  for (const one of wanted) {
    const tags = (await shared(one.key)) ?? pick(known, one.tagIds ?? []);
    view.need('secrets', 'create', project, secretAttributes({ ...at, key: one.key, tags }));
    made.push(await create(writing, folder, owner, one));
  }
  return made;
}

async function create(
  writing: Writing,
  folder: FolderRow,
  owner: Id | null,
  { key, secretValue, tagIds, ...wanted }: New,
): Promise<SeenSecret> {
  const { tx, caller, view } = writing;
  const { project_id: project, environment_slug: environment, path } = folder;
  await mustBeCapital(writing, project, key);
  if (await secretAt(tx, view.org, { project, environment, path, key, owner })) taken(key);
  const id = randomUUID();
  const row = { id, project_id: project, folder_id: folder.id, owner_id: owner };
  const metadata = (await sealedMetadata(writing, row, 1, wanted.secretMetadata)) ?? [];
  await insertSecret(tx, view.org, {
    ...row,
    key,
    ...columnsOf(wanted),
    metadata,
    mac: macOf(writing, view.org, {
      ...row,
      environment_id: folder.environment_id,
      newest_key: key,
      newest_version: 1,
      metadata,
    }),
    ...(await sealed(
      writing,
      { project, secret: id, version: 1 },
      { value: secretValue, comment: wanted.secretComment ?? '' },
    )),
    ...by(caller),
  });
  if (tagIds?.length) await setTags(tx, view.org, id, tagIds);
  view.did({ do: 'secret.create', id, name: key, project, at: `${environment}:${path}` });
  return show({ ...writing, db: tx }, view, await read(tx, view.org, id), { wantsValue: true });
}

/** Changes a secret; a new value, name or comment makes a new version, the same again none. */
export const editSecret = (
  parts: Writes,
  caller: Caller,
  name: string,
  wanted: SecretPlace & Edited,
): Promise<SeenSecret> =>
  inProject(parts, caller, wanted.projectId, async (tx, view) => {
    const writing = { ...parts, tx, caller, view };
    return edit(writing, await locked(writing, wanted, name, 'edit'), wanted);
  });

/** Changes a secret that is locked already. */
export async function edit(writing: Writing, row: SecretRow, wanted: Edited): Promise<SeenSecret> {
  const { tx, view } = writing;
  mustBeValueAlone(wanted, wanted);
  const key = wanted.newSecretName ?? row.key;
  const tags = wanted.tagIds
    ? pick(await tagsWanted(tx, view, row.project_id, [wanted]), wanted.tagIds)
    : row.tags;
  changes(view, row, { key, tags });
  if (key !== row.key) await mustBeCapital(writing, row.project_id, key);
  if (key !== row.key && (await secretAt(tx, view.org, { ...placeOf(row), key }))) taken(key);
  await writeEdit(writing, row, { ...wanted, key });
  if (key !== row.key && row.owner_id === null) await renamePersonal(writing, row, key);
  if (wanted.tagIds) await setTags(tx, view.org, row.id, wanted.tagIds);
  view.did(
    key === row.key
      ? { do: 'secret.edit', ...deedOf(row) }
      : { do: 'secret.rename', ...deedOf(row), name: key, more: row.key },
  );
  return showAfter(writing, row, await read(tx, view.org, row.id));
}

/** Another name, or other tags, is weighed for what rules say of the secret then; a personal one is its owner's alone. */
function changes(view: View, row: SecretRow, after: Pick<SecretRow, 'key' | 'tags'>): void {
  const [was, is] = [secretAttributes(row), secretAttributes({ ...row, ...after })];
  if (row.owner_id === null && !isDeepStrictEqual(was, is))
    view.act({ do: 'secret.change', project: row.project_id, was, is });
  else view.need('secrets', 'edit', row.project_id, is);
}

/** The answer to a write shows no more than the caller could have read before it. */
async function showAfter(
  { view, tx, ...parts }: Writing,
  before: SecretRow,
  after: SecretRow,
): Promise<SeenSecret> {
  const seen = await show({ ...parts, db: tx }, view, after, {
    wantsValue: mayReadValue(view, before),
    shared: await sharedBeside(tx, view.org, after),
  });
  return mayDescribe(view, before)
    ? seen
    : {
        ...seen,
        row: { ...seen.row, tags: [], reminder_note: null, reminder_repeat_days: null },
        comment: '',
        metadata: [],
      };
}

async function writeEdit(
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

/** The personal secrets of a shared one that has another name now follow it. */
async function renamePersonal(writing: Writing, shared: SecretRow, key: string): Promise<void> {
  const { tx } = writing;
  const { org } = writing.view;
  for (const { id } of await personalBeside(tx, org, shared, key)) {
    const row = await read(tx, org, id);
    mustBeBound(writing, org, row);
    await renameSecret(tx, org, id, { key, mac: macOf(writing, org, { ...row, newest_key: key }) });
  }
}

/** Deletes a secret with its history; gives it as it was. */
export const deleteSecret = (
  parts: Writes,
  caller: Caller,
  key: string,
  place: SecretPlace & Typed,
): Promise<SeenSecret> =>
  inProject(parts, caller, place.projectId, async (tx, view) => {
    const writing = { ...parts, tx, caller, view };
    return remove(writing, await locked(writing, place, key, 'delete'));
  });

/** Deletes a secret that is locked already. */
export async function remove(writing: Writing, row: SecretRow): Promise<SeenSecret> {
  const { tx, view } = writing;
  const seen = await showAfter(writing, row, row);
  await drop(tx, view.org, row.id);
  view.did({ do: 'secret.delete', ...deedOf(row) });
  return seen;
}

/** The shared secret that a personal one stands before. */
const sharedBeside = async (tx: Tx, org: Id, row: SecretRow): Promise<SecretRow | undefined> =>
  row.owner_id === null
    ? undefined
    : secretAt(tx, org, { ...placeOf(row), key: row.key, owner: null });

/** The secret, locked, for who may; who may not is told that before whether it is there. */
export const locked = async (
  writing: Writing,
  place: SecretPlace & Typed,
  key: string,
  action: 'edit' | 'delete',
): Promise<SecretRow> =>
  (await lockedIfThere(writing, place, key, action)) ??
  refuse({ reason: 'notFound', thing: 'secret', id: key });

/** The same, or undefined where there is none. */
export async function lockedIfThere(
  { tx, view, caller }: Writing,
  place: SecretPlace & Typed,
  key: string,
  action: 'edit' | 'delete',
): Promise<SecretRow | undefined> {
  const { projectId: project, environment, secretPath: path } = place;
  const owner = ownerOf(caller, place);
  const found = await secretAt(tx, view.org, { project, environment, path, key, owner });
  const at = found ?? (await placeNamed(tx, view.org, place));
  view.need('secrets', action, project, secretAttributes({ ...at, key, tags: found?.tags }));
  if (!found || !(await lockSecret(tx, view.org, found.id))) return undefined;
  const row = await read(tx, view.org, found.id);
  view.need('secrets', action, project, secretAttributes(row));
  return row;
}

/** Higher than any that the secret's metadata has or had since its newest version. */
const nextCounter = ({ version, metadata }: SecretRow): number =>
  Math.max(version, ...metadata.map(({ counter }) => counter ?? 0)) + 1;

async function sealedMetadata(
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

const deedOf = ({ id, key, project_id, environment, path }: SecretRow) => ({
  id,
  name: key,
  project: project_id,
  at: `${environment}:${path}`,
});
const placeOf = (row: SecretRow) => ({
  project: row.project_id,
  environment: row.environment,
  path: row.path,
  owner: row.owner_id,
});
const by = (caller: Caller) => ({ actor_id: caller.principal, actor_kind: caller.kind });
const taken = (key: string): never =>
  refuse({ reason: 'taken', thing: 'secret', field: 'secretName', value: key });

const read = async (tx: Tx, org: Id, id: Id): Promise<SecretRow> =>
  (await secretById(tx, org, id)) ?? refuse({ reason: 'notFound', thing: 'secret', id });

const sealed = async (
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
