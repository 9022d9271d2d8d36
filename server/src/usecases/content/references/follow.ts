import { type Id, refuse } from '@coterie/kernel';
import type { Follows } from '../../../access/change.ts';
import { referenceMark } from '../../../crypto/row-seal.ts';
import type { ImportRow } from '../../../store/content/imports.ts';
import { importsInto, updateImport } from '../../../store/content/imports.ts';
import { importersOf, lockReferrers } from '../../../store/content/references.ts';
import { type SecretRow, secretsByIds } from '../../../store/content/secrets.ts';
import { secretAttributes } from '../attributes.ts';
import { attributesOf } from '../imports/read.ts';
import type { Writing } from '../secrets/given.ts';
import { deedOf, writeEdit } from '../secrets/sealed.ts';
import { mayDescribe, openValue } from '../secrets/show.ts';
import { bySlug, thingsAt } from './marks.ts';
import { type Renaming, rewritten } from './rewrite.ts';

/** What refers to a thing that is renamed (`to`) or goes (null), and what becomes of it. */
export type Following = {
  renaming: Renaming;
  /** Secrets whose values are written anew, so that they refer to it as before. */
  values: { row: SecretRow; value: string }[];
  imports: { row: ImportRow; path: string }[];
  /** What would lead nowhere afterwards: the caller may not change it, or the thing goes. */
  cutOff: (SecretRow | ImportRow)[];
};

export const nothingRefers: Follows = { values: 0, imports: 0, cutOff: 0, names: [] };

/** Finds what refers to a thing; tells the view of it, which what-if asks. */
export async function findFollowing(writing: Writing, renaming: Renaming): Promise<Following> {
  const following: Following = { renaming, values: [], imports: [], cutOff: [] };
  await findValues(writing, renaming, following);
  await findImports(writing, renaming, following);
  writing.view.told(countsOf(writing, following));
  return following;
}

async function findValues(writing: Writing, renaming: Renaming, found: Following): Promise<void> {
  const { tx, view, keyring } = writing;
  const marks = (await namesOf(writing, renaming)).map((thing) =>
    referenceMark(keyring.rowKey, thing),
  );
  const ids = await lockReferrers(tx, view.org, marks);
  for (const row of await secretsByIds(tx, view.org, ids)) {
    if (goesToo(renaming, row)) continue;
    const value = await openValue({ db: tx, keyring }, view.org, row);
    const next = await rewritten(writing, row, value, renaming);
    if (next === value) continue;
    // A personal value follows its shared secret, whoever renames that.
    const mayChange =
      row.owner_id !== null || view.may('secrets', 'edit', row.project_id, secretAttributes(row));
    if (next !== null && mayChange) found.values.push({ row, value: next });
    else if (row.owner_id === null) found.cutOff.push(row);
  }
}

/** What goes together with the thing needs not to be told of, and a secret never leads to itself. */
function goesToo(renaming: Renaming, row: SecretRow): boolean {
  if (renaming.kind === 'secret') return row.id === renaming.row.id;
  if (renaming.to !== null) return false;
  if (renaming.kind === 'project') return row.project_id === renaming.project;
  if (row.environment_id !== renaming.environmentId) return false;
  return renaming.kind === 'environment' || isWithin(row.path, renaming.path);
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

async function findImports(writing: Writing, renaming: Renaming, found: Following): Promise<void> {
  const { tx, view } = writing;
  // Imports hold an environment by its id; a project is not imported from elsewhere.
  const isMoved = renaming.kind === 'folder' || (renaming.kind === 'environment' && !renaming.to);
  if (!isMoved) return;
  const { environmentId } = renaming;
  const path = renaming.kind === 'folder' ? renaming.path : '/';
  for (const row of await importsInto(tx, view.org, environmentId)) {
    if (path !== '/' && !isWithin(row.import_path, path)) continue;
    const isGone = renaming.to === null;
    if (
      isGone &&
      row.environment_id === environmentId &&
      (path === '/' || isWithin(row.path, path))
    )
      continue;
    if (!isGone && view.may('secret-imports', 'edit', row.project_id, attributesOf(row)))
      found.imports.push({ row, path: renaming.to + row.import_path.slice(path.length) });
    else found.cutOff.push(row);
  }
}

/** Everything that a reference to the thing may name it by. */
async function namesOf({ tx, view }: Writing, renaming: Renaming): Promise<string[][]> {
  const { project, projectSlug: slug } = renaming;
  const both = (name: (project: string) => string[]) => [name(project), name(bySlug(slug))];
  switch (renaming.kind) {
    case 'secret': {
      const { row } = renaming;
      const at = { environment: row.environment_id, path: row.path };
      const folders: Id[] = [row.folder_id, ...(await importersOf(tx, view.org, at))];
      return [
        ...folders.map((folder) => thingsAt.beside(folder, row.key)),
        ...both((of) => thingsAt.secret(of, row.environment, row.path, row.key)),
      ];
    }
    case 'folder':
      return both((of) => thingsAt.folder(of, renaming.environment, renaming.path));
    case 'environment':
      return both((of) => thingsAt.environment(of, renaming.environment));
    case 'project':
      return [thingsAt.project(slug)];
  }
}

export function countsOf(
  { view }: Pick<Writing, 'view'>,
  { values, imports, cutOff }: Following,
): Follows {
  const names = cutOff.flatMap((one) => {
    if (!('key' in one))
      return view.may('secret-imports', 'read', one.project_id, attributesOf(one))
        ? [`the import into ${one.environment_slug}:${one.path}`]
        : [];
    return mayDescribe(view, one) ? [`${one.key} in ${one.environment}:${one.path}`] : [];
  });
  return {
    values: values.length,
    imports: imports.length,
    cutOff: cutOff.length,
    names: names.slice(0, 20),
  };
}

/** Has everything that refers to the thing refer to it by its new name; refuses where some of it would be cut off, unless forced. */
export async function follow(
  writing: Writing,
  following: Following,
  { force = false }: { force?: boolean | undefined },
): Promise<void> {
  const { tx, view } = writing;
  const { cutOff, names } = countsOf(writing, following);
  if (cutOff > 0 && !force) refuse({ reason: 'cutsOff', count: cutOff, names });
  for (const { row, value } of following.values) {
    await view.hold(tx, row.project_id);
    await writeEdit(writing, row, { secretValue: value, key: row.key });
    view.did({ do: 'secret.edit', ...deedOf(row), more: 'to follow a new name' });
  }
  for (const { row, path } of following.imports) {
    await updateImport(tx, view.org, row, { import_path: path });
    view.did({
      do: 'import.edit',
      id: row.id,
      name: `${row.import_environment_slug}:${path}`,
      project: row.project_id,
      at: `${row.environment_slug}:${row.path}`,
    });
  }
}
