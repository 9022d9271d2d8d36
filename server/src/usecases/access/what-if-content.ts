import { type ContentCommand, type Id, refuse } from '@coterie/kernel';
import { inTransaction, type Tx } from '../../store/db.ts';
import { type FolderRow, folderById } from '../../store/folders.ts';
import { environmentById } from '../../store/projects.ts';
import { type SecretRow, secretById } from '../../store/secrets.ts';
import { listTags, tagById } from '../../store/tags.ts';
import { thingsBelow } from '../../store/things.ts';
import { secretAttributes, thingIn } from '../content/attributes.ts';
import type { View } from '../look.ts';
import type { Parts } from '../parts.ts';

/** Acts on content as they are asked about before they are made. */
export type SupposedContent =
  | { do: 'renameEnvironment'; projectId: Id; environmentId: Id; slug: string }
  | { do: 'deleteEnvironment'; projectId: Id; environmentId: Id }
  | { do: 'renameFolder'; folderId: Id; name: string }
  | { do: 'deleteFolder'; folderId: Id }
  | { do: 'renameTag'; projectId: Id; tagId: Id; slug: string }
  | { do: 'deleteTag'; projectId: Id; tagId: Id }
  | {
      do: 'changeSecret';
      secretId: Id;
      newSecretName?: string | undefined;
      tagIds?: readonly Id[] | undefined;
    };

const verbs = new Set<string>([
  'renameEnvironment',
  'deleteEnvironment',
  'renameFolder',
  'deleteFolder',
  'renameTag',
  'deleteTag',
  'changeSecret',
] satisfies SupposedContent['do'][]);

export const isOfContent = (one: { do: string }): one is SupposedContent => verbs.has(one.do);

/** The acts on content among those asked about, as the kernel takes them: by what is in the database now. */
export const contentNamed = (
  { db }: Pick<Parts, 'db'>,
  view: View,
  all: readonly { do: string }[],
): Promise<Map<SupposedContent, ContentCommand>> =>
  inTransaction(db, async (tx) => {
    const found = new Map<SupposedContent, ContentCommand>();
    for (const one of all) if (isOfContent(one)) found.set(one, await commandOf(tx, view, one));
    return found;
  });

async function commandOf(tx: Tx, view: View, one: SupposedContent): Promise<ContentCommand> {
  switch (one.do) {
    case 'renameEnvironment':
    case 'deleteEnvironment': {
      const { id: project } = view.project(one.projectId);
      const id = one.environmentId;
      const row = (await environmentById(tx, view.org, project, id)) ?? missing('environment', id);
      if (one.do === 'renameEnvironment')
        return { do: 'environment.rename', project, environment: row.slug, slug: one.slug };
      const things = (await thingsBelow(tx, view.org, id, '/')).map(thingIn(row.slug));
      return { do: 'environment.delete', project, environment: row.slug, things };
    }
    case 'renameFolder':
    case 'deleteFolder':
      return ofFolder(tx, view, one);
    case 'renameTag':
    case 'deleteTag': {
      const { id: project } = view.project(one.projectId);
      const { slug: tag } =
        (await tagById(tx, view.org, project, one.tagId)) ?? missing('tag', one.tagId);
      return one.do === 'deleteTag'
        ? { do: 'tag.delete', project, tag }
        : { do: 'tag.rename', project, tag, slug: one.slug };
    }
    case 'changeSecret':
      return ofSecret(tx, view, one);
  }
}

async function ofFolder(
  tx: Tx,
  view: View,
  one: Extract<SupposedContent, { folderId: Id }>,
): Promise<ContentCommand> {
  const row: FolderRow =
    (await folderById(tx, view.org, one.folderId)) ?? missing('folder', one.folderId);
  const { environment_slug: environment, path, project_id: project } = row;
  if (!view.hasWayTo(project)) missing('folder', one.folderId);
  if (one.do === 'renameFolder') {
    const to = path.slice(0, path.lastIndexOf('/') + 1) + one.name;
    return { do: 'folder.rename', project, environment, path, to };
  }
  const below = await thingsBelow(tx, view.org, row.environment_id, path);
  return {
    do: 'folder.delete',
    project,
    environment,
    path,
    things: below.map(thingIn(environment)),
  };
}

async function ofSecret(
  tx: Tx,
  view: View,
  { secretId, newSecretName, tagIds }: Extract<SupposedContent, { do: 'changeSecret' }>,
): Promise<ContentCommand> {
  const row: SecretRow = (await secretById(tx, view.org, secretId)) ?? missing('secret', secretId);
  const project = row.project_id;
  const isOthers = row.owner_id !== null && row.owner_id !== view.principal;
  if (isOthers || !view.hasWayTo(project)) missing('secret', secretId);
  const tags = tagIds
    ? (await listTags(tx, view.org, project)).filter(({ id }) => tagIds.includes(id))
    : row.tags;
  const is = secretAttributes({ ...row, key: newSecretName ?? row.key, tags });
  return { do: 'secret.change', project, was: secretAttributes(row), is };
}

const missing = (thing: 'environment' | 'folder' | 'tag' | 'secret', id: Id): never =>
  refuse({ reason: 'notFound', thing, id });
