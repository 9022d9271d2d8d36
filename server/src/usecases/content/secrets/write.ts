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
} from '../../../store/content/secrets.ts';
import { setTags } from '../../../store/content/tags.ts';
import type { Tx } from '../../../store/db.ts';
import { holdMember } from '../../../store/gates.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { secretAttributes } from '../attributes.ts';
import { keep } from '../deleted/keep.ts';
import { missingFolder } from '../folders/read.ts';
import { placeNamed } from '../place.ts';
import { findFollowing, follow } from '../references/follow.ts';
import { noteReferences } from '../references/marks.ts';
import { inProject } from '../write.ts';
import { macOf, mustBeBound } from './bound.ts';
import {
  columnsOf,
  type Edited,
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
import { by, deedOf, read, sealed, sealedMetadata, writeEdit } from './sealed.ts';
import { mayDescribe, mayReadValue, type SeenSecret, show } from './show.ts';

type Keeps = Pick<Parts, 'restoreDays' | 'now'>;
export type Writes = Pick<Parts, 'db' | 'content' | 'keyring'>;
type New = Wanted & { key: string; secretValue: string };
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
  await noteReferences(writing, row, secretValue);
  if (tagIds?.length) await setTags(tx, view.org, id, tagIds);
  const made = await read(tx, view.org, id);
  view.did({ do: 'secret.create', ...deedOf(made) });
  return show({ ...writing, db: tx }, view, made, { wantsValue: true });
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
  const following =
    key === row.key || row.owner_id !== null
      ? undefined
      : await findFollowing(writing, secretNamed(view, row, key));
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
  if (following) await follow(writing, following, wanted);
  return showAfter(writing, row, await read(tx, view.org, row.id));
}

const secretNamed = (view: View, row: SecretRow, to: string | null) => {
  const project = row.project_id;
  return { kind: 'secret' as const, row, to, project, projectSlug: view.projectSlug(project) };
};

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
  parts: Writes & Keeps,
  caller: Caller,
  key: string,
  place: SecretPlace & Typed,
): Promise<SeenSecret> =>
  inProject(parts, caller, place.projectId, async (tx, view) => {
    const writing = { ...parts, tx, caller, view };
    return remove(writing, await locked(writing, place, key, 'delete'));
  });

/** Deletes a secret that is locked already. */
export async function remove(writing: Writing & Keeps, row: SecretRow): Promise<SeenSecret> {
  const { tx, view } = writing;
  if (view.isSupposed && row.owner_id === null)
    await findFollowing(writing, secretNamed(view, row, null));
  const seen = await showAfter(writing, row, row);
  const { id, key: name, project_id: project } = row;
  // A personal value is its owner's to make again.
  if (row.owner_id === null)
    await keep(writing, tx, writing.caller, { org: view.org, id, kind: 'secret', name, project });
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

const placeOf = (row: SecretRow) => ({
  project: row.project_id,
  environment: row.environment,
  path: row.path,
  owner: row.owner_id,
});
const taken = (key: string): never =>
  refuse({ reason: 'taken', thing: 'secret', field: 'secretName', value: key });
