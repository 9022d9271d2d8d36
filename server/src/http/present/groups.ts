import type { GroupRow } from '../../store/organization/groups.ts';

/** The contract's Group (§4), with what the console shows beside it. */
export const presentGroup = (org: string, row: GroupRow) => ({
  id: row.id,
  orgId: org,
  name: row.name,
  slug: row.slug,
  description: row.description,
  role: row.custom_role === null ? (row.built_in_role ?? '') : 'custom',
  roleId: row.custom_role,
  customRoleSlug: row.custom_role_slug,
  isSuspended: row.status === 'suspended',
  longestMembership: row.longest === null ? null : row.longest / 1000,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export const presentListedGroup = (org: string, row: GroupRow) => ({
  ...presentGroup(org, row),
  memberCount: row.members,
  projectCount: row.projects,
});
