import type { Id } from '@coterie/kernel';
import type { Db } from '../../store/db.ts';
import { environmentBySlug } from '../../store/project/projects.ts';

/** A place where nothing was found, by the environment's own slug where there is one of another spelling. */
export const placeNamed = async (
  db: Db,
  org: Id,
  asked: { projectId: Id; environment: string; secretPath: string },
): Promise<{ environment: string; path: string }> => {
  const known = await environmentBySlug(db, org, asked.projectId, asked.environment);
  return { environment: known?.slug ?? asked.environment, path: asked.secretPath };
};
