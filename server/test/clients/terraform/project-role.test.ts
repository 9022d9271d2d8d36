import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { roles } from '@coterie/contract';
import { at, decode, decodeAll } from '../support/go.ts';
import {
  applied,
  openTerraform,
  planned,
  putBack,
  type Resource,
  reapplied,
  type Scene,
} from '../support/terraform.ts';

/** `infisical_project_role`: by project id or slug, with rules of the second version or the first. */
describe('terraform: project role', () => {
  let scene: Scene;
  let project: { id: string; slug: string };
  before(async () => {
    scene = await openTerraform();
    project = await scene.tf.project('roles');
  });
  after(() => scene.house.close());

  type Rule = { subject: string; action: unknown; inverted?: boolean; conditions?: unknown };
  type Role = {
    id?: string;
    slug: string;
    name: string;
    description: string;
    permissions: readonly Rule[];
  };
  const fields = { id: 'id', slug: 'text', name: 'text', description: 'text' } as const;
  const v2 = () => `/api/v2/workspace/${project.id}/roles`;
  const v1 = () => `/api/v1/workspace/${project.slug}/roles`;
  /** What comes before each call: the project by id (P2) or by slug (P3). */
  const resolve = {
    id: async () => at(await scene.tf.ok('GET', `/api/v1/workspace/${project.id}`), 'workspace.id'),
    slug: async () => at(await scene.tf.ok('GET', `/api/v2/workspace/${project.slug}`), 'id'),
  };

  /** The provider reads a rule as its JSON says; a missing `inverted` would differ from `false`. */
  const rulesIn = (body: unknown): Rule[] =>
    decodeAll(body, 'role.permissions', { subject: 'text', action: 'json', inverted: 'json' }).map(
      (rule, index) => {
        const conditions = at(body, `role.permissions.${index}.conditions`);
        return { ...rule, ...(conditions === undefined ? {} : { conditions }) } as Rule;
      },
    );
  const seen = (body: unknown): Role => ({
    ...decode(body, 'role', fields),
    permissions: rulesIn(body),
  });
  const second = (by: keyof typeof resolve): Resource<Role> => ({
    create: async (plan) => {
      assert.equal(await resolve[by](), project.id);
      const body = { ProjectId: project.id, ...plan };
      const made = await scene.tf.ok('POST', v2(), body);
      return { ...plan, id: decode(made, 'role', fields).id };
    },
    read: async ({ slug }) => {
      await resolve[by]();
      return seen(await scene.tf.ok('GET', `${v2()}/slug/${slug}`));
    },
    update: async ({ id }, { id: _, ...plan }) => {
      const body = { ProjectId: project.id, RoleId: id, ...plan };
      await scene.tf.ok('PATCH', `${v2()}/${id}`, body);
      return { ...plan, id: id ?? '' };
    },
    remove: async ({ id }) => {
      await resolve[by]();
      await scene.tf.ok('DELETE', `${by === 'id' ? v2() : v1()}/${id}`);
    },
  });
  const allow: Rule = {
    subject: 'secrets',
    action: ['readValue', 'describeSecret'],
    inverted: false,
  };
  const plan = (slug: string, ...permissions: Rule[]): Role => ({
    slug,
    name: 'A role',
    description: '',
    permissions,
  });
  const everyForm: Rule[] = [
    { ...allow, conditions: { environment: 'dev', secretPath: { $glob: '/api/**' } } },
    { ...allow, inverted: true, conditions: { environment: { $in: ['prod', 'dev'] } } },
    allow,
    { ...allow, conditions: { secretTags: { $all: ['a', 'b'] }, secretName: { $ne: 'X' } } },
    { subject: 'member', action: ['assign-role'], inverted: false },
    { subject: 'pki-alerts', action: ['read', 'create', 'edit'], inverted: false },
    { subject: 'secret-folders', action: ['read'], inverted: false },
  ];

  for (const by of ['id', 'slug'] as const)
    it(`by project ${by}: is made, changed, put back and destroyed`, async () => {
      const role = second(by);
      const state = await applied(role, plan(`by-${by}`, ...everyForm));
      await putBack(role, state, ['name', 'permissions'], () =>
        scene.tf.native.call(roles.editProjectRole, {
          params: { projectId: project.id, roleId: state.id ?? '' },
          body: { name: 'Renamed', permissions: [{ subject: 'secrets', action: 'create' }] },
        }),
      );
      const reversed = { ...state, permissions: [...everyForm].reverse(), description: 'of all' };
      assert.deepEqual(planned(state, reversed), ['description', 'permissions']);
      const next = await reapplied(role, state, { ...reversed, slug: `now-by-${by}` });
      await role.remove(next);
      assert.equal((await scene.tf.send('GET', `${v2()}/slug/${next.slug}`)).status, 404);
    });

  it('is imported by its id alone', async () => {
    const { id } = await applied(second('id'), plan('imported', allow));
    const body = await scene.tf.ok('GET', `/api/v1/projects/roles/${id}`);
    const found = decode(body, 'role', { projectId: 'id', slug: 'text' });
    assert.deepEqual(found, { projectId: project.id, slug: 'imported' });
  });

  /** Rules of the first version as the provider reads them: one text, whatever way they come. */
  const oneText = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);
  const firstRules = (body: unknown): Rule[] =>
    decodeAll(body, 'role.permissions', {
      subject: 'json',
      action: 'json',
      conditions: 'json',
    }).map(({ subject, action, conditions }) => {
      const environment = at(conditions, 'environment.$eq') ?? at(conditions, 'environment');
      const secretPath = at(conditions, 'secretPath');
      const kept = {
        ...(environment ? { environment } : {}),
        ...(secretPath ? { secretPath } : {}),
      };
      return {
        subject: String(oneText(subject)),
        action: oneText(action),
        ...(conditions ? { conditions: kept } : {}),
      };
    });
  const first: Resource<Role> = {
    create: async (wanted) => {
      await resolve.slug();
      const made = await scene.tf.ok('POST', v1(), { ProjectSlug: project.slug, ...wanted });
      return { ...wanted, id: decode(made, 'role', fields).id };
    },
    read: async ({ slug }) => {
      const body = await scene.tf.ok('GET', `${v1()}/slug/${slug}`);
      return { ...decode(body, 'role', fields), permissions: firstRules(body) };
    },
    update: async ({ id }, { id: _, ...wanted }) => {
      await scene.tf.ok('PATCH', `${v1()}/${id}`, { RoleId: id, ...wanted });
      return { ...wanted, id: id ?? '' };
    },
    remove: ({ id }) => scene.tf.ok('DELETE', `${v1()}/${id}`),
  };
  it('with rules of the first version: the same, and they speak for imports and folders', async () => {
    const rules: Rule[] = [
      { subject: 'secrets', action: 'read' },
      {
        subject: 'secrets',
        action: 'edit',
        conditions: { environment: 'dev', secretPath: { $glob: '/api/*' } },
      },
      { subject: 'workspace', action: 'edit' },
      { subject: 'pki-collections', action: 'delete' },
    ];
    const state = await applied(first, plan('first-version', ...rules));
    const { role } = await scene.tf.native.call(roles.getProjectRoleBySlug, {
      params: { projectId: project.id, slug: 'first-version' },
    });
    const folders = role.permissions.filter(({ subject }) => subject === 'secret-folders');
    assert.deepEqual(
      folders.map(({ action }) => action),
      [['edit']],
    );
    await putBack(first, state, ['name'], () =>
      scene.tf.native.call(roles.editProjectRole, {
        params: { projectId: project.id, roleId: state.id ?? '' },
        body: { name: 'Renamed' },
      }),
    );
    const next = await reapplied(first, state, { ...state, permissions: rules.slice(0, 2) });
    await first.remove(next);
    assert.equal((await scene.tf.send('GET', `${v1()}/slug/${next.slug}`)).status, 404);
  });
});
