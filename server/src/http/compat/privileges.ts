import { compatPrivileges } from '@coterie/contract';
import { refuse } from '@coterie/kernel';
import type { Caller, Parts } from '../../usecases/parts.ts';
import {
  findPrivilege,
  getPrivilegeNamed,
  listPrivileges,
  type SeenPrivilege,
} from '../../usecases/privileges/read.ts';
import {
  createPrivilege,
  deletePrivilege,
  editPrivilege,
} from '../../usecases/privileges/write.ts';
import { findProject } from '../../usecases/projects/find.ts';
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

type Given = {
  permissions?: Parameters<typeof rulesOf>[0] | undefined;
  privilegePermission?: Parameters<typeof rulesOf>[0][number] | undefined;
};
/** The rules of a request of the first version, which has them under either name. */
const rulesIn = ({ permissions, privilegePermission }: Given) =>
  permissions ?? (privilegePermission ? [privilegePermission] : undefined);

const projectNamed = (
  parts: Parts,
  caller: Caller,
  { projectSlug: slug }: { projectSlug: string },
) => findProject(parts, caller, { slug });

/** The privilege that a request of the first version names. */
async function privilegeNamed(
  parts: Parts,
  caller: Caller,
  named: { projectSlug: string; identityId: string; privilegeSlug: string },
) {
  const project = await projectNamed(parts, caller, named);
  const wanted = { holderId: named.identityId, slug: named.privilegeSlug };
  return (await getPrivilegeNamed(parts, caller, project, wanted)).grant;
}

async function createNamed(
  parts: Parts,
  caller: Caller,
  body: Given & { projectSlug: string; identityId: string; slug?: string | undefined },
  type?: Parameters<typeof createPrivilege>[3]['type'],
) {
  const project = await projectNamed(parts, caller, body);
  const rules = rulesIn(body) ?? refuseEmpty();
  const wanted = { holderId: body.identityId, slug: body.slug, permissions: rulesOf(rules), type };
  return { privilege: present(await createPrivilege(parts, caller, project, wanted)) };
}
const refuseEmpty = (): never =>
  refuse({ reason: 'invalid', field: 'permissions', expected: 'at least one rule' });

const namedDoors: Door[] = [
  door(compatPrivileges.createPermanentPrivilege, (parts, caller, { body }) =>
    createNamed(parts, caller, body),
  ),
  door(compatPrivileges.createTemporaryPrivilege, (parts, caller, { body }) =>
    createNamed(parts, caller, body, { ...body, isTemporary: true }),
  ),
  door(compatPrivileges.editPrivilegeNamed, async (parts, caller, { body }) => {
    const { id, project } = await privilegeNamed(parts, caller, body);
    const { slug, isTemporary, ...details } = body.privilegeDetails;
    const rules = rulesIn(details);
    const wanted = {
      slug,
      ...(rules ? { permissions: rulesOf(rules) } : {}),
      ...(isTemporary === undefined ? {} : { type: { ...details, isTemporary } }),
    };
    return { privilege: present(await editPrivilege(parts, caller, project, id, wanted)) };
  }),
  door(compatPrivileges.deletePrivilegeNamed, async (parts, caller, { body }) => {
    const { id, project } = await privilegeNamed(parts, caller, body);
    return { privilege: present(await deletePrivilege(parts, caller, project, id)) };
  }),
  door(compatPrivileges.listPrivilegesOf, async (parts, caller, { query }) => {
    const asked = { limit: 1000, offset: 0, holderId: query.identityId };
    const project = await projectNamed(parts, caller, query);
    const { privileges } = await listPrivileges(parts, caller, project, asked);
    return { privileges: privileges.map(present) };
  }),
  door(compatPrivileges.getPrivilegeNamed, async (parts, caller, { params, query }) => {
    const grant = await privilegeNamed(parts, caller, { ...query, ...params });
    return { privilege: present(await findPrivilege(parts, caller, grant.id)) };
  }),
];

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
  ...namedDoors,
];
