import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { secrets } from '@coterie/contract';
import { decode, decodeAll } from '../support/go.ts';
import {
  applied,
  destroyed,
  openTerraform,
  putBack,
  type Resource,
  reapplied,
  type Scene,
} from '../support/terraform.ts';

/** `infisical_secret`: S3 to S6, its import by path S2, and the data source of a folder's secrets S1. */
describe('terraform: secret', () => {
  let scene: Scene;
  let projectId: string;
  let tagId: string;
  before(async () => {
    scene = await openTerraform('/');
    ({ id: projectId } = await scene.tf.project('secrets'));
    for (const name of ['api', 'web'])
      await scene.tf.ok('POST', '/api/v1/folders', {
        workspaceId: projectId,
        environment: 'dev',
        name,
        path: '/',
        description: '',
      });
    const tag = await scene.tf.ok('POST', `/api/v1/workspace/${projectId}/tags`, {
      name: 'db',
      color: '',
      slug: 'db',
      projectId,
    });
    tagId = decode(tag, 'workspaceTag', { id: 'id' }).id;
  });
  after(() => scene.house.close());

  type Entry = { key: string; value: string; isEncrypted: boolean };
  type Secret = {
    id?: string;
    secretKey: string;
    secretValue: string;
    environment: string;
    secretPath: string;
    secretComment: string;
    secretReminderNote: string;
    secretReminderRepeatDays: number;
    tagIds: string[];
    secretMetadata: Entry[];
  };
  const plan = (secretKey: string, more: Partial<Secret> = {}): Secret => ({
    secretKey,
    secretValue: 'a value',
    environment: 'dev',
    secretPath: '/',
    secretComment: '',
    secretReminderNote: '',
    secretReminderRepeatDays: 0,
    tagIds: [],
    secretMetadata: [],
    ...more,
  });
  const path = ({ secretKey }: Secret) => `/api/v3/secrets/raw/${secretKey}`;
  const place = ({ environment, secretPath }: Secret) => ({
    workspaceId: projectId,
    environment,
    secretPath,
    type: 'shared',
  });
  const extras = (wanted: Secret) => ({
    secretComment: wanted.secretComment,
    secretReminderNote: wanted.secretReminderNote,
    secretReminderRepeatDays: wanted.secretReminderRepeatDays,
    tagIds: wanted.tagIds.map((id) => id.toLowerCase()),
    ...(wanted.secretMetadata.length > 0 ? { secretMetadata: wanted.secretMetadata } : {}),
  });
  /** Without an id and a moment of the last change the provider's apply fails. */
  const written = (body: unknown) => {
    const { id, updatedAt } = decode(body, 'secret', { id: 'id', updatedAt: 'time' });
    assert.ok(id && !updatedAt.startsWith('0001'));
    return id;
  };
  const seen = (body: unknown): Secret => ({
    ...decode(body, 'secret', {
      id: 'id',
      secretKey: 'text',
      secretValue: 'text',
      environment: 'text',
      secretPath: 'text',
      secretComment: 'text',
      secretReminderNote: 'text',
      secretReminderRepeatDays: 'int',
    }),
    tagIds: decodeAll(body, 'secret.tags', { id: 'id' }).map(({ id }) => id),
    secretMetadata: decodeAll(body, 'secret.secretMetadata', {
      key: 'text',
      value: 'text',
      isEncrypted: 'flag',
    }),
  });
  const secret: Resource<Secret> = {
    create: async (wanted) => {
      const { secretKey, secretValue } = wanted;
      const body = { ...place(wanted), secretKey, secretValue, ...extras(wanted) };
      return { ...wanted, id: written(await scene.tf.ok('POST', path(wanted), body)) };
    },
    read: async ({ id }) => {
      const body = await scene.tf.refresh(`/api/v3/secrets/raw/id/${id}`);
      return body === null ? null : seen(body);
    },
    update: async (state, wanted) => {
      const { secretValue } = wanted;
      const isNew = state.secretValue !== secretValue;
      const body = { ...place(state), ...(isNew ? { secretValue } : {}), ...extras(wanted) };
      written(await scene.tf.ok('PATCH', path(state), body));
      return { ...wanted, id: state.id ?? '' };
    },
    remove: (state) =>
      scene.tf.ok('DELETE', path(state), { ...place(state), secretName: state.secretKey }),
  };

  it('is made, changed, put back and destroyed', async () => {
    const state = await applied(secret, plan('URL'));
    await putBack(secret, state, ['secretComment', 'secretValue'], () =>
      scene.tf.native.call(secrets.editSecret, {
        params: { secretName: 'URL' },
        body: { projectId, environment: 'dev', secretValue: 'other', secretComment: 'why' },
      }),
    );
    const next = await reapplied(secret, state, { ...state, secretValue: 'line\nline "é" ${X}' });
    await destroyed(secret, next);
  });

  it('keeps reminder, tags, comment and metadata, and lets go of them', async () => {
    const full = plan('FULL', {
      secretPath: '/api',
      secretComment: 'where it is',
      secretReminderNote: 'rotate',
      secretReminderRepeatDays: 30,
      tagIds: [tagId],
      secretMetadata: [{ key: 'team', value: 'web', isEncrypted: false }],
    });
    const state = await applied(secret, full);
    const { secretMetadata } = state;
    const bare = { ...plan('FULL', { secretPath: '/api', secretMetadata }), id: state.id ?? '' };
    await reapplied(secret, state, bare);
  });

  it('shows that its name was changed behind it', async () => {
    const state = await applied(secret, plan('MOVED'));
    await scene.tf.native.call(secrets.editSecret, {
      params: { secretName: 'MOVED' },
      body: { projectId, environment: 'dev', newSecretName: 'ELSEWHERE' },
    });
    assert.equal((await secret.read(state))?.secretKey, 'ELSEWHERE');
  });

  it('is imported by its path', async () => {
    const state = await applied(secret, plan('IMPORTED', { secretPath: '/web' }));
    const query = new URLSearchParams({ ...place(state), viewSecretValue: 'true' });
    assert.deepEqual(seen(await scene.tf.ok('GET', `${path(state)}?${query}`)), state);
    const nowhere = await scene.tf.send('GET', `/api/v3/secrets/raw/NOWHERE?${query}`);
    assert.equal(nowhere.status, 404);
  });

  it('is read with others of its folder', async () => {
    await applied(secret, plan('ONE', { secretPath: '/web', environment: 'dev' }));
    const query = new URLSearchParams({
      workspaceId: projectId,
      workspaceSlug: '',
      environment: 'dev',
      secretPath: '/web',
      expandSecretReferences: 'true',
      include_imports: 'true',
      recursive: 'false',
    });
    const listing = await scene.tf.ok('GET', `/api/v3/secrets/raw?${query}`);
    const names = decodeAll(listing, 'secrets', { secretKey: 'text', secretValue: 'text' });
    assert.ok(names.some(({ secretKey }) => secretKey === 'ONE'));
    query.set('secretPath', '');
    const root = await scene.tf.ok('GET', `/api/v3/secrets/raw?${query}`);
    for (const { secretPath } of decodeAll(root, 'secrets', { secretPath: 'text' }))
      assert.equal(secretPath, '/');
  });

  it('cannot be made twice', async () => {
    const twice = plan('TWICE');
    await applied(secret, twice);
    const body = { ...place(twice), secretValue: 'x' };
    assert.equal((await scene.tf.send('POST', path(twice), body)).status, 409);
  });
});
