import { type Id, refuse } from '@coterie/kernel';
import type { Db } from '../../store/db.ts';
import { type ProjectRow, projectById } from '../../store/project/projects.ts';

export const readProject = async (db: Db, org: Id, id: Id): Promise<ProjectRow> =>
  (await projectById(db, org, id)) ?? refuse({ reason: 'notFound', thing: 'project', id });
