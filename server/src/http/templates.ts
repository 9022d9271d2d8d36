import { templates } from '@coterie/contract';
import { orgOf } from '../usecases/look.ts';
import {
  getTemplate,
  listProjectTemplates,
  type SeenTemplate,
} from '../usecases/templates/read.ts';
import { createTemplate, deleteTemplate, editTemplate } from '../usecases/templates/write.ts';
import { type Door, door } from './door/door.ts';
import { presentRule } from './present/roles.ts';
import { rulesOf, type Sent } from './roles.ts';

function present(orgId: string, { row, holders }: SeenTemplate) {
  const of = (kind: (typeof holders)[number]['kind']) => holders.filter((one) => one.kind === kind);
  return {
    id: row.id,
    orgId,
    name: row.name,
    description: row.description,
    type: row.type,
    roles: row.content.roles.map((role) => ({
      ...role,
      permissions: role.permissions.map(presentRule),
    })),
    environments: row.content.environments.map((one, index) => ({ ...one, position: index + 1 })),
    users: of('user').map(({ key, roles }) => ({ username: key, roles: [...roles] })),
    identities: of('machineIdentity').map(({ id, name, roles }) => ({
      identityId: id,
      name,
      roles: [...roles],
    })),
    groups: of('group').map(({ id, key, name, roles }) => ({
      groupSlug: key,
      groupId: id,
      name,
      roles: [...roles],
    })),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

type SentRoles = { name: string; slug: string; permissions: Sent[] }[] | null | undefined;
const withRules = <B extends { roles?: SentRoles }>({ roles, ...rest }: B) => ({
  ...rest,
  ...(roles
    ? { roles: roles.map((role) => ({ ...role, permissions: rulesOf(role.permissions) })) }
    : {}),
});

export const templateDoors: Door[] = [
  door(templates.listTemplates, async (parts, caller) => ({
    projectTemplates: (await listProjectTemplates(parts, caller)).map((one) =>
      present(orgOf(caller), one),
    ),
  })),
  door(templates.createTemplate, async (parts, caller, { body }) => ({
    projectTemplate: present(
      orgOf(caller),
      await createTemplate(parts, caller, { ...withRules(body), name: body.name, type: body.type }),
    ),
  })),
  door(templates.getTemplate, async (parts, caller, { params }) => ({
    projectTemplate: present(orgOf(caller), await getTemplate(parts, caller, params.templateId)),
  })),
  door(templates.editTemplate, async (parts, caller, { params, body }) => ({
    projectTemplate: present(
      orgOf(caller),
      await editTemplate(parts, caller, params.templateId, withRules(body)),
    ),
  })),
  door(templates.deleteTemplate, async (parts, caller, { params }) => ({
    projectTemplate: present(orgOf(caller), await deleteTemplate(parts, caller, params.templateId)),
  })),
];
