import { privileges } from '@coterie/contract';
import { getPrivilege, listPrivileges, type SeenPrivilege } from '../usecases/privileges/read.ts';
import { createPrivilege, deletePrivilege, editPrivilege } from '../usecases/privileges/write.ts';
import { type Door, door } from './door/door.ts';
import { presentRule, presentTemporary, stateAt } from './present/roles.ts';
import { rulesOf } from './roles.ts';

const present = ({ grant, holder, at }: SeenPrivilege) => ({
  id: grant.id,
  slug: grant.slug ?? '',
  projectId: grant.project,
  projectMembershipId: grant.membership,
  holder,
  permissions: (grant.rules ?? []).map(presentRule),
  ...presentTemporary(grant),
  state: stateAt(grant, at),
  createdAt: new Date(grant.createdAt).toISOString(),
});

export const privilegeDoors: Door[] = [
  door(privileges.listPrivileges, async (parts, caller, { params, query }) => {
    const { privileges: found, total } = await listPrivileges(
      parts,
      caller,
      params.projectId,
      query,
    );
    return { privileges: found.map(present), totalCount: total };
  }),
  door(
    privileges.createPrivilege,
    async (parts, caller, { params, body: { permissions, ...rest } }) => ({
      privilege: present(
        await createPrivilege(parts, caller, params.projectId, {
          ...rest,
          permissions: rulesOf(permissions),
        }),
      ),
    }),
  ),
  door(privileges.getPrivilege, async (parts, caller, { params }) => ({
    privilege: present(await getPrivilege(parts, caller, params.projectId, params.privilegeId)),
  })),
  door(
    privileges.editPrivilege,
    async (parts, caller, { params, body: { permissions, ...rest } }) => ({
      privilege: present(
        await editPrivilege(parts, caller, params.projectId, params.privilegeId, {
          ...rest,
          ...(permissions ? { permissions: rulesOf(permissions) } : {}),
        }),
      ),
    }),
  ),
  door(privileges.deletePrivilege, async (parts, caller, { params }) => ({
    privilege: present(await deletePrivilege(parts, caller, params.projectId, params.privilegeId)),
  })),
];
