import { roles } from '@coterie/contract';
import type { Rule } from '@coterie/kernel';
import { getRole, getRoleBySlug, listRoles } from '../usecases/roles/read.ts';
import { createRole, deleteRole, editRole } from '../usecases/roles/write.ts';
import { type Door, door } from './door/door.ts';
import { presentRole } from './present/roles.ts';

export type Sent = {
  subject: string;
  action: string | string[];
  inverted?: boolean | undefined;
  conditions?: Record<string, unknown> | null | undefined;
};

/** Rules as they were sent; conditions of null are none. Their form is judged where the role is planned. */
export const rulesOf = (permissions: readonly Sent[]): Rule[] =>
  permissions.map(({ subject, action, inverted, conditions }) => ({
    subject,
    action,
    ...(inverted === undefined ? {} : { inverted }),
    ...(conditions ? { conditions: conditions as NonNullable<Rule['conditions']> } : {}),
  }));

const changesOf = <B extends { permissions?: Sent[] | undefined }>({
  permissions,
  ...rest
}: B) => ({
  ...rest,
  ...(permissions === undefined ? {} : { permissions: rulesOf(permissions) }),
});

export const roleDoors: Door[] = [
  door(roles.listOrganizationRoles, async (parts, caller) => ({
    roles: (await listRoles(parts, caller, null)).map(presentRole),
  })),
  door(roles.createOrganizationRole, async (parts, caller, { body }) => ({
    role: presentRole(
      await createRole(parts, caller, null, { ...body, permissions: rulesOf(body.permissions) }),
    ),
  })),
  door(roles.getOrganizationRole, async (parts, caller, { params }) => ({
    role: presentRole(await getRole(parts, caller, null, params.roleId)),
  })),
  door(roles.getOrganizationRoleBySlug, async (parts, caller, { params }) => ({
    role: presentRole(await getRoleBySlug(parts, caller, null, params.slug)),
  })),
  door(roles.editOrganizationRole, async (parts, caller, { params, body }) => ({
    role: presentRole(await editRole(parts, caller, null, params.roleId, changesOf(body))),
  })),
  door(roles.deleteOrganizationRole, async (parts, caller, { params }) => ({
    role: presentRole(await deleteRole(parts, caller, null, params.roleId)),
  })),

  door(roles.listProjectRoles, async (parts, caller, { params }) => ({
    roles: (await listRoles(parts, caller, params.projectId)).map(presentRole),
  })),
  door(roles.createProjectRole, async (parts, caller, { params, body }) => ({
    role: presentRole(
      await createRole(parts, caller, params.projectId, {
        ...body,
        permissions: rulesOf(body.permissions),
      }),
    ),
  })),
  door(roles.getProjectRole, async (parts, caller, { params }) => ({
    role: presentRole(await getRole(parts, caller, params.projectId, params.roleId)),
  })),
  door(roles.getProjectRoleBySlug, async (parts, caller, { params }) => ({
    role: presentRole(await getRoleBySlug(parts, caller, params.projectId, params.slug)),
  })),
  door(roles.editProjectRole, async (parts, caller, { params, body }) => ({
    role: presentRole(
      await editRole(parts, caller, params.projectId, params.roleId, changesOf(body)),
    ),
  })),
  door(roles.deleteProjectRole, async (parts, caller, { params }) => ({
    role: presentRole(await deleteRole(parts, caller, params.projectId, params.roleId)),
  })),
];
