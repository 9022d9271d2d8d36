import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { projects } from '@coterie/contract';
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

/** `infisical_project`: P1, P2, P4, P5 and P6; its data sources P3 and P7. */
describe('terraform: project', () => {
  let scene: Scene;
  before(async () => {
    scene = await openTerraform('/');
  });
  after(() => scene.house.close());

  type Project = {
    id?: string;
    name: string;
    slug: string;
    description: string;
    type: string;
    hasDeleteProtection: boolean;
    auditLogsRetentionDays: number;
    kmsSecretManagerKeyId: string;
  };
  const plan = (slug: string, more: Partial<Project> = {}): Project => ({
    name: 'A project',
    slug,
    description: '',
    type: 'secret-manager',
    hasDeleteProtection: false,
    auditLogsRetentionDays: 0,
    kmsSecretManagerKeyId: '',
    ...more,
  });
  const project: Resource<Project> & { shouldCreateDefaultEnvs: boolean } = {
    shouldCreateDefaultEnvs: true,
    create: async (wanted) => {
      const made = await scene.tf.ok('POST', '/api/v2/workspace', {
        projectName: wanted.name,
        ...(wanted.description ? { projectDescription: wanted.description } : {}),
        slug: wanted.slug,
        type: wanted.type,
        template: '',
        kmsKeyId: '',
        shouldCreateDefaultEnvs: project.shouldCreateDefaultEnvs,
        hasDeleteProtection: wanted.hasDeleteProtection,
        organizationSlug: '',
      });
      const { id, updatedAt } = decode(made, 'project', { id: 'id', updatedAt: 'time' });
      assert.ok(!updatedAt.startsWith('0001'));
      await retain(wanted);
      return { ...wanted, id };
    },
    read: async ({ id }) => {
      const body = await scene.tf.refresh(`/api/v1/workspace/${id}`);
      return body === null
        ? null
        : decode(body, 'workspace', {
            id: 'id',
            name: 'text',
            slug: 'text',
            description: 'text',
            type: 'text',
            hasDeleteProtection: 'flag',
            auditLogsRetentionDays: 'int',
            kmsSecretManagerKeyId: 'text',
          });
    },
    update: async ({ id }, { name, slug, description, hasDeleteProtection, ...rest }) => {
      const body = { projectId: id, slug, name, description, hasDeleteProtection };
      await scene.tf.ok('PATCH', `/api/v1/projects/${id}`, body);
      const next = { ...rest, id: id ?? '', name, slug, description, hasDeleteProtection };
      await retain(next);
      return next;
    },
    remove: ({ slug }) => scene.tf.ok('DELETE', `/api/v2/workspace/${slug}`),
  };
  /** Sent only when the attribute is set. */
  const retain = async ({ slug, auditLogsRetentionDays }: Project) => {
    if (auditLogsRetentionDays > 0)
      await scene.tf.ok('PUT', `/api/v1/workspace/${slug}/audit-logs-retention`, {
        ProjectSlug: slug,
        auditLogsRetentionDays,
      });
  };

  it('is made, changed, put back and destroyed by its slug', async () => {
    const state = await applied(project, plan('first', { description: 'of all' }));
    await putBack(project, state, ['name', 'description', 'hasDeleteProtection'], () =>
      scene.tf.native.call(projects.editProject, {
        params: { projectId: state.id ?? '' },
        body: { name: 'Renamed', description: 'else', hasDeleteProtection: true },
      }),
    );
    const next = await reapplied(project, state, { ...state, slug: 'second', description: '' });
    await destroyed(project, next);
  });

  it('keeps how long the audit log is wanted', async () => {
    const state = await applied(project, plan('audited', { auditLogsRetentionDays: 30 }));
    await reapplied(project, state, { ...state, auditLogsRetentionDays: 90 });
  });

  it('is not destroyed while protected', async () => {
    const state = await applied(project, plan('guarded', { hasDeleteProtection: true }));
    const refused = await scene.tf.send('DELETE', '/api/v2/workspace/guarded');
    assert.equal(refused.status, 409);
    await reapplied(project, state, { ...state, hasDeleteProtection: false });
    await destroyed(project, { ...state, hasDeleteProtection: false });
  });

  it('has the usual environments, or none', async () => {
    const environments = async (slug: string) =>
      decodeAll(await scene.tf.ok('GET', `/api/v2/workspace/${slug}`), 'environments', {
        id: 'id',
        name: 'text',
        slug: 'text',
      }).map((one) => one.slug);
    await applied(project, plan('usual'));
    project.shouldCreateDefaultEnvs = false;
    await applied(project, plan('bare'));
    project.shouldCreateDefaultEnvs = true;
    assert.deepEqual(await environments('usual'), ['dev', 'staging', 'prod']);
    assert.deepEqual(await environments('bare'), []);
  });

  it('is found by its slug at the top level of the answer, and in the list', async () => {
    const { id } = await applied(project, plan('sought'));
    const found = await scene.tf.ok('GET', '/api/v2/workspace/sought');
    assert.equal(at(found, 'id'), id);
    const listed = await scene.tf.ok('GET', '/api/v1/projects');
    const all = decodeAll(listed, 'projects', { id: 'id', environments: 'list' });
    assert.equal(all.find((one) => one.id === id)?.environments.length, 3);
    assert.equal((await scene.tf.send('GET', '/api/v2/workspace/nowhere')).status, 404);
  });
});
