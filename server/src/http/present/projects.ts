import type { EnvironmentRow, ProjectRow } from '../../store/project/projects.ts';

export const presentProject = (row: ProjectRow) => ({
  id: row.id,
  _id: row.id,
  name: row.name,
  slug: row.slug,
  description: row.description,
  type: row.type,
  orgId: row.org_id,
  autoCapitalization: row.auto_capitalization,
  hasDeleteProtection: row.has_delete_protection,
  version: 3,
  pitVersionLimit: 10,
  auditLogsRetentionDays: row.audit_logs_retention_days,
  environments: row.environments,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export const presentEnvironment = (row: EnvironmentRow) => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  position: row.position,
  projectId: row.project_id,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
