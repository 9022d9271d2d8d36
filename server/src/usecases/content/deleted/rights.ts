import type { Attributes, Id } from '@coterie/kernel';
import type { DeletedPlace, DeletedRow } from '../../../store/content/deleted.ts';
import type { View } from '../../view.ts';

type Asks = (subject: string, action: string, project: Id, attributes?: Attributes) => void;

/** Asks for the rights to delete a thing of content and to make it anew, of everything in it. */
function askEach(
  ask: Asks,
  { kind, project_id }: DeletedRow,
  places: readonly DeletedPlace[],
): void {
  const project = project_id as Id;
  if (kind === 'environment')
    for (const action of ['delete', 'create']) ask('environments', action, project);
  for (const { kind: subject, environment, path, key, tags } of places) {
    const attributes =
      key === null
        ? { environment, secretPath: path }
        : { environment, secretPath: path, secretName: key, secretTags: tags };
    for (const action of ['delete', 'create']) ask(subject, action, project, attributes);
  }
}

/** Refuses who may not delete and make everything that comes back with a thing. */
export const needRestoreContent = (
  view: View,
  row: DeletedRow,
  places: readonly DeletedPlace[],
): void => askEach((...asked) => view.need(...asked), row, places);

export function mayRestoreContent(
  view: View,
  row: DeletedRow,
  places: readonly DeletedPlace[],
): boolean {
  let may = places.length > 0 || row.kind === 'environment';
  askEach(
    (...asked) => {
      may &&= view.may(...asked);
    },
    row,
    places,
  );
  return may;
}
