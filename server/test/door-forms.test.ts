import assert from 'node:assert/strict';
import { it, describe as suite } from 'node:test';
import { endpoint, endpoints, nameOf } from '@coterie/contract';
import { Refused } from '@coterie/kernel';
import Fastify from 'fastify';
import { z } from 'zod';
import { openDoor } from '../src/http/door/door.ts';
import { installErrors } from '../src/http/door/errors.ts';
import { describe, openApi } from '../src/http/pages/describe.ts';
import type { Parts } from '../src/usecases/parts.ts';

const who = { kind: 'anyone' } as const;
/** A family of a standard that has an error body of its own. */
const refusalForm = {
  schema: z.object({ schemas: z.array(z.string()), status: z.string(), detail: z.string() }),
  type: 'application/scim+json',
  of: ({ statusCode, message }: { statusCode: number; message: string }) => ({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(statusCode),
    detail: message,
  }),
};
const made = endpoint({
  method: 'POST',
  path: '/things',
  summary: 'Makes a thing',
  who,
  body: z.object({ name: z.string() }),
  answer: z.object({ name: z.string() }),
  status: 201,
  refusalForm,
});
const gone = endpoint({
  method: 'DELETE',
  path: '/things/:name',
  summary: 'Deletes a thing',
  who,
  params: z.object({ name: z.string() }),
  answer: z.null(),
  status: 204,
  refusalForm,
  refusals: [404],
});

suite('an endpoint', async () => {
  const app = Fastify();
  installErrors(app);
  await describe(app);
  await app.register(async (api) => {
    openDoor(made, async (_, __, { body }) => body).open(api, {} as Parts);
    openDoor(gone, async (_, __, { params: { name } }) => {
      if (name === 'other') throw new Refused({ reason: 'notFound', thing: 'tag', id: name });
      return null;
    }).open(api, {} as Parts);
  });

  it('answers with another status than 200 where it says so, and with 204 without a body', async () => {
    const post = await app.inject({ method: 'POST', url: '/things', payload: { name: 'a' } });
    assert.deepEqual([post.statusCode, post.json()], [201, { name: 'a' }]);
    const removed = await app.inject({ method: 'DELETE', url: '/things/a' });
    assert.deepEqual([removed.statusCode, removed.body], [204, '']);
  });

  it('refuses in the form of its family, also what is not of its form', async () => {
    const missing = await app.inject({ method: 'DELETE', url: '/things/other' });
    assert.deepEqual(
      [missing.statusCode, missing.headers['content-type'], missing.json().status],
      [404, 'application/scim+json', '404'],
    );
    const odd = await app.inject({ method: 'POST', url: '/things', payload: {} });
    assert.deepEqual([odd.statusCode, odd.json().status], [400, '400']);
    assert.match(odd.json().detail, /name/);
  });
});

suite('the description of the API', () => {
  it('has an operation id of its own for every endpoint, and names the thing it is about', async () => {
    const { paths } = (await openApi()) as {
      paths: Record<string, Record<string, { operationId: string; tags: string[] }>>;
    };
    const operations = Object.values(paths).flatMap((one) => Object.values(one));
    assert.equal(operations.length, Object.keys(endpoints).length);
    const ids = operations.map(({ operationId }) => operationId);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    for (const one of Object.values(endpoints))
      assert.ok(ids.includes(nameOf(one).operation), one.path);
  });

  it('says the main shapes once, and no shape that nothing refers to', async () => {
    const text = JSON.stringify(await openApi());
    const { components } = JSON.parse(text) as { components: { schemas: object } };
    const names = Object.keys(components.schemas);
    for (const name of ['Group', 'Project', 'Secret', 'Member', 'Role', 'Rule', 'Route', 'Problem'])
      assert.ok(names.includes(name), name);
    for (const name of names) assert.ok(text.includes(`#/components/schemas/${name}"`), name);
  });
});
