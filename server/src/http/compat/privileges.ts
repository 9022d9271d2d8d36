import { compatPrivileges } from '@coterie/contract';
import { findPrivilege, type SeenPrivilege } from '../../usecases/privileges/read.ts';
import {
  createPrivilege,
  deletePrivilege,
  editPrivilege,
} from '../../usecases/privileges/write.ts';
import { type Door, door } from '../door/door.ts';
import { presentRule, presentTemporary } from '../present/roles.ts';
import { rulesOf } from '../roles.ts';

function present({ grant }: SeenPrivilege) {
  const createdAt = new Date(grant.createdAt).toISOString();
  return {
    id: grant.id,
    slug: grant.slug ?? '',
    projectMembershipId: grant.membership,
    ...presentTemporary(grant),
    permissions: (grant.rules ?? []).map(presentRule),
    createdAt,
    updatedAt: createdAt,
  };
}

export const compatPrivilegeDoors: Door[] = [
  door(
    compatPrivileges.createIdentityPrivilege,
    async (parts, caller, { body: { projectId, identityId, permissions, ...body } }) => ({
      privilege: present(
        await createPrivilege(parts, caller, projectId, {
          ...body,
          holderId: identityId,
          permissions: rulesOf(permissions),
        }),
      ),
    }),
  ),
  door(compatPrivileges.getIdentityPrivilege, async (parts, caller, { params }) => ({
    privilege: present(await findPrivilege(parts, caller, params.privilegeId)),
  })),
  door(
    compatPrivileges.editIdentityPrivilege,
    async (parts, caller, { params, body: { permissions, ...body } }) => {
      const { grant } = await findPrivilege(parts, caller, params.privilegeId);
      const wanted = { ...body, ...(permissions ? { permissions: rulesOf(permissions) } : {}) };
      return {
        privilege: present(await editPrivilege(parts, caller, grant.project, grant.id, wanted)),
      };
    },
  ),
  door(compatPrivileges.deleteIdentityPrivilege, async (parts, caller, { params }) => {
    const { grant } = await findPrivilege(parts, caller, params.privilegeId);
    return { privilege: present(await deletePrivilege(parts, caller, grant.project, grant.id)) };
  }),
];
