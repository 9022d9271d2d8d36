import { compatRoles } from '@coterie/contract';
import { findProject } from '../../usecases/projects/find.ts';
import { narrowed, widened } from '../../usecases/roles/first-version.ts';
import { findProjectRole, getRoleBySlug, type SeenRole } from '../../usecases/roles/read.ts';
import { createRole, deleteRole, editRole } from '../../usecases/roles/write.ts';
import { type Door, door } from '../door/door.ts';
import { presentRole } from '../present/roles.ts';
import { rulesOf } from '../roles.ts';

const presentV1 = (role: SeenRole) => presentRole({ ...role, rules: narrowed(role.rules) });

export const compatRoleDoors: Door[] = [
  door(
    compatRoles.createWorkspaceRole,
    async (parts, caller, { params, body: { permissions, ...body } }) => ({
      role: presentRole(
        await createRole(parts, caller, params.projectId, {
          ...body,
          permissions: rulesOf(permissions),
        }),
      ),
    }),
  ),
  door(
    compatRoles.editWorkspaceRole,
    async (parts, caller, { params, body: { permissions, ...body } }) => ({
      role: presentRole(
        await editRole(parts, caller, params.projectId, params.roleId, {
          ...body,
          ...(permissions ? { permissions: rulesOf(permissions) } : {}),
        }),
      ),
    }),
  ),
  door(compatRoles.deleteWorkspaceRole, async (parts, caller, { params }) => ({
    role: presentRole(await deleteRole(parts, caller, params.projectId, params.roleId)),
  })),
  door(compatRoles.getWorkspaceRoleBySlug, async (parts, caller, { params }) => ({
    role: presentRole(await getRoleBySlug(parts, caller, params.projectId, params.slug)),
  })),
  door(compatRoles.getProjectRoleById, async (parts, caller, { params }) => ({
    role: presentRole(await findProjectRole(parts, caller, params.roleId)),
  })),

  door(
    compatRoles.createRoleV1,
    async (parts, caller, { params, body: { permissions, ...body } }) => {
      const project = await findProject(parts, caller, { slug: params.projectSlug });
      const wanted = { ...body, permissions: widened(rulesOf(permissions)) };
      return { role: presentV1(await createRole(parts, caller, project, wanted)) };
    },
  ),
  door(
    compatRoles.editRoleV1,
    async (parts, caller, { params, body: { permissions, ...body } }) => {
      const project = await findProject(parts, caller, { slug: params.projectSlug });
      const wanted = {
        ...body,
        ...(permissions ? { permissions: widened(rulesOf(permissions)) } : {}),
      };
      return { role: presentV1(await editRole(parts, caller, project, params.roleId, wanted)) };
    },
  ),
  door(compatRoles.deleteRoleV1, async (parts, caller, { params }) => {
    const project = await findProject(parts, caller, { slug: params.projectSlug });
    return { role: presentV1(await deleteRole(parts, caller, project, params.roleId)) };
  }),
  door(compatRoles.getRoleBySlugV1, async (parts, caller, { params }) => {
    const project = await findProject(parts, caller, { slug: params.projectSlug });
    return { role: presentV1(await getRoleBySlug(parts, caller, project, params.slug)) };
  }),
];
