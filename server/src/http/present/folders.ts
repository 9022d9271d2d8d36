import type { FolderRow } from '../../store/content/folders.ts';

export const presentFolder = (row: FolderRow) => ({
  id: row.id,
  name: row.name,
  path: row.path,
  envId: row.environment_id,
  projectId: row.project_id,
  parentId: row.parent_id,
  description: row.description,
  environment: {
    envId: row.environment_id,
    envName: row.environment_name,
    envSlug: row.environment_slug,
  },
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
