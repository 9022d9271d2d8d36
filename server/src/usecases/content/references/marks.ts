import type { Id } from '@coterie/kernel';
import { referenceMark } from '../../../crypto/row-seal.ts';
import { setReferences } from '../../../store/content/references.ts';
import type { Tx } from '../../../store/db.ts';
import type { Parts } from '../../parts.ts';
import { targetsOf } from '../secrets/references.ts';

/**
 * What a value refers to, as it is kept to be found by whoever renames or deletes that: for each reference, every thing
 * that it may name and every folder, environment and project on the way there. Kept as marks under a key that the database
 * has not, since what is written between `${` and `}` may be anything.
 */

/** Everything innermost between `${` and `}`, and a backslash before it where it is meant literally. */
export const written = /(\\?)\$\{([^${}]*)\}/g;

type Holder = { id: Id; project_id: Id; folder_id: Id };
/** At most so many marks of one value are kept. */
const most = 2000;

/** The paths of a folder and of those above it, without the root. */
function above(path: string): string[] {
  const parts = path.split('/').slice(1).filter(Boolean);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

/** What stands for a thing that is referred to; a project stands by its id where it is one's own, else by its slug. */
export const thingsAt = {
  beside: (folder: Id, key: string) => ['beside', folder, key],
  secret: (project: string, environment: string, path: string, key: string) => [
    'secret',
    project,
    environment.toLowerCase(),
    path,
    key,
  ],
  folder: (project: string, environment: string, path: string) => [
    'folder',
    project,
    environment.toLowerCase(),
    path,
  ],
  environment: (project: string, environment: string) => [
    'environment',
    project,
    environment.toLowerCase(),
  ],
  project: (slug: string) => ['project', slug.toLowerCase()],
};

/** How other projects name one: never taken for an id. */
export const bySlug = (slug: string): string => `@${slug.toLowerCase()}`;

function thingsIn({ project_id, folder_id }: Omit<Holder, 'id'>, value: string): string[][] {
  const found: string[][] = [];
  for (const [, slash, name = ''] of value.matchAll(written)) {
    if (slash) continue;
    for (const target of targetsOf(name)) {
      if (target.kind === 'local') {
        found.push(thingsAt.beside(folder_id, target.key));
        continue;
      }
      const { environment, path, key } = target;
      const project = target.kind === 'project' ? bySlug(target.slug) : project_id;
      found.push(
        thingsAt.secret(project, environment, path, key),
        thingsAt.environment(project, environment),
        ...above(path).map((one) => thingsAt.folder(project, environment, one)),
      );
      if (target.kind === 'project') found.push(thingsAt.project(target.slug));
    }
    if (found.length > most) break;
  }
  return found.slice(0, most);
}

/** Keeps what the newest value of a secret refers to. */
export const noteReferences = (
  { keyring, tx, view }: Pick<Parts, 'keyring'> & { tx: Tx; view: { org: Id } },
  row: Holder,
  value: string,
): Promise<void> =>
  setReferences(
    tx,
    view.org,
    row.id,
    thingsIn(row, value).map((thing) => referenceMark(keyring.rowKey, thing)),
  );
