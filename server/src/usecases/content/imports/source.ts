import { type Id, mightPermit } from '@coterie/kernel';
import type { ImportRow } from '../../../store/content/imports.ts';
import type { View } from '../../view.ts';
import type { Place } from '../secrets/references.ts';

/** The folder that an import brings in. */
export const sourceOf = (row: ImportRow): Place => ({
  project: row.project_id,
  environment: row.import_environment_slug,
  path: row.import_path,
});

/** An import names an environment and a folder: it is shown to who may see some secret there, if there were one. */
export const seesSource = (
  view: View,
  { project, environment, path }: { project: Id; environment: string; path: string },
): boolean =>
  mightPermit(view.live(project), 'secrets', 'describeSecret', { environment, secretPath: path });
