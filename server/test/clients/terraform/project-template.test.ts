import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { memberships, templates } from '@coterie/contract';
import { at, decode, decodeAll } from '../support/go.ts';
import {
  applied,
  destroyed,
  openTerraform,
  putBack,
  type Resource,
  reapplied,
  type Scene,
} from '../support/terraform.ts';

/** `infisical_project_template` (wire contract, §15): the one place where a client names a group by its slug. */
describe('terraform: project template', () => {
  let scene: Scene;
  let groupSlug: string;
  let identityId: string;
  before(async () => {
    scene = await openTerraform();
    groupSlug = (await scene.company.group('Web team')).slug;
    identityId = (await scene.company.identity('robot')).id;
  });
  after(() => scene.house.close());

  type Template = {
    id?: string;
    name: string;
    description: string;
    type: string;
    roles: unknown[];
    environments: unknown[];
    identities: unknown[];
    users: unknown[];
    groups: unknown[];
  };
  const base = '/api/v1/project-templates';
  const seen = (body: unknown): Template => ({
    ...decode(body, 'projectTemplate', {
      id: 'id',
      name: 'text',
      description: 'text',
      type: 'text',
      roles: 'list',
    }),
    environments: decodeAll(body, 'projectTemplate.environments', {
      name: 'text',
      slug: 'text',
      position: 'int',
    }),
    identities: decodeAll(body, 'projectTemplate.identities', { identityId: 'id', roles: 'list' }),
    users: decodeAll(body, 'projectTemplate.users', { username: 'text', roles: 'list' }),
    groups: decodeAll(body, 'projectTemplate.groups', { groupSlug: 'text', roles: 'list' }),
  });
  const template: Resource<Template> = {
    create: async (plan) => seen(await scene.tf.ok('POST', base, plan)),
    read: async ({ id }) => {
      const body = await scene.tf.refresh(`${base}/${id}`);
      return body === null ? null : seen(body);
    },
    update: async ({ id }, { id: _, ...plan }) =>
      seen(await scene.tf.ok('PATCH', `${base}/${id}`, plan)),
    remove: ({ id }) => scene.tf.ok('DELETE', `${base}/${id}`),
  };
  const plan = (name: string): Template => ({
    name,
    description: '',
    type: 'secret-manager',
    roles: [
      {
        name: 'Reader',
        slug: 'reader',
        permissions: [
          { subject: 'secrets', action: ['describeSecret', 'readValue'], inverted: false },
          {
            subject: 'secrets',
            action: ['readValue'],
            inverted: true,
            conditions: { environment: 'prod' },
          },
        ],
      },
    ],
    environments: [
      { name: 'Development', slug: 'dev', position: 1 },
      { name: 'Production', slug: 'prod', position: 2 },
    ],
    identities: [{ identityId, roles: ['member'] }],
    users: [{ username: scene.company.adminEmail, roles: ['admin'] }],
    groups: [{ groupSlug, roles: ['reader', 'viewer'] }],
  });

  it('is made, changed, put back and destroyed', async () => {
    const state = await applied(template, plan('web-project'));
    await putBack(template, state, ['description', 'groups'], () =>
      scene.tf.native.call(templates.editTemplate, {
        params: { templateId: state.id ?? '' },
        body: { description: 'else', groups: [] },
      }),
    );
    const next = await reapplied(template, state, { ...state, groups: [], description: 'of all' });
    await destroyed(template, next);
  });

  it('gives a project its groups from the start', async () => {
    await applied(template, plan('with-groups'));
    const made = await scene.tf.ok('POST', '/api/v2/workspace', {
      projectName: 'From template',
      slug: 'from-template',
      type: 'secret-manager',
      template: 'with-groups',
      shouldCreateDefaultEnvs: true,
      organizationSlug: '',
    });
    const projectId = String(at(made, 'project.id'));
    const { groupMemberships } = await scene.tf.native.call(memberships.listProjectGroups, {
      params: { projectId },
    });
    assert.equal(groupMemberships[0]?.group.slug, groupSlug);
  });
});
