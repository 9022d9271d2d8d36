import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { groups, memberships, secrets } from '@coterie/contract';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

describe('bad input', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());

  const send = (method: string, path: string, body: string, type = 'application/json') =>
    fetch(house.url + path, {
      method,
      body,
      headers: { authorization: `Bearer ${company.admin.token}`, 'content-type': type },
    });

  /** What is sent, the status, and the field that the answer names. */
  const table: [
    what: string,
    method: string,
    path: string,
    body: string,
    status: number,
    field: string | null,
  ][] = [
    ['no name', 'POST', '/api/v1/groups', '{}', 400, 'name'],
    ['an empty name', 'POST', '/api/v1/groups', '{"name":"  "}', 400, 'name'],
    ['a name of the wrong type', 'POST', '/api/v1/groups', '{"name":7}', 400, 'name'],
    [
      'a name with an invisible character',
      'POST',
      '/api/v1/groups',
      '{"name":"ad\\u200bmin"}',
      400,
      'name',
    ],
    ['a slug with blanks', 'POST', '/api/v1/groups', '{"name":"a","slug":"a b"}', 400, 'slug'],
    ['an unknown role', 'POST', '/api/v1/groups', '{"name":"a","role":"emperor"}', 400, 'role'],
    ['no JSON', 'POST', '/api/v1/groups', '{"name":', 400, null],
    ['a prototype key', 'POST', '/api/v1/groups', '{"name":"a","__proto__":{"x":1}}', 400, null],
    ['a list for an object', 'POST', '/api/v1/groups', '[]', 400, null],
    [
      'no e-mail address',
      'POST',
      '/api/v1/organizations/ORG/invitations',
      '{"email":"nobody"}',
      400,
      'email',
    ],
    [
      'a short password',
      'POST',
      '/api/v1/invitations/accept',
      '{"token":"x","password":"short"}',
      400,
      'password',
    ],
    [
      'a rule on an unknown subject',
      'POST',
      '/api/v1/organization/roles',
      '{"name":"r","slug":"r","permissions":[{"subject":"moon","action":["read"]}]}',
      400,
      'permissions.0.subject',
    ],
    [
      'a rule with an unknown action',
      'POST',
      '/api/v1/organization/roles',
      '{"name":"r","slug":"r","permissions":[{"subject":"groups","action":["fly"]}]}',
      400,
      'permissions.0.action',
    ],
    [
      'a built-in role by another case',
      'POST',
      '/api/v1/organization/roles',
      '{"name":"r","slug":"ADMIN","permissions":[]}',
      400,
      null,
    ],
    [
      'a project of another slug form',
      'POST',
      '/api/v1/projects',
      '{"projectName":"p","slug":"-x-"}',
      400,
      'slug',
    ],
    ['an id that is none', 'GET', '/api/v1/groups/17', '', 400, 'id'],
    ['a page of nothing', 'GET', '/api/v1/groups?limit=0', '', 400, 'limit'],
    ['a page before the first', 'GET', '/api/v1/identities?offset=-1', '', 400, 'offset'],
    ['a sort by a hidden field', 'GET', '/api/v1/groups?orderBy=password', '', 400, 'orderBy'],
    [
      'a path upwards',
      'GET',
      '/api/v4/secrets?projectId=ID&environment=dev&secretPath=/../x',
      '',
      400,
      'secretPath',
    ],
    ['an unknown path', 'GET', '/api/v1/nothing', '', 404, null],
    ['an unknown group', 'GET', '/api/v1/groups/ID', '', 404, null],
    ['an unknown project', 'DELETE', '/api/v1/projects/ID', '', 404, null],
    [
      'an unknown member of a group',
      'POST',
      '/api/v1/groups/ID/users/nobody@example.com',
      '',
      404,
      null,
    ],
  ];
  for (const [what, method, path, body, status, field] of table)
    it(`${what}: ${status}${field ? `, naming ${field}` : ''}`, async () => {
      const url = path
        .replace('ORG', company.orgId)
        .replace('ID', '5b1a6c1e-7f0e-4f3c-9a55-000000000000');
      const response =
        body === ''
          ? await fetch(house.url + url, {
              method,
              headers: { authorization: `Bearer ${company.admin.token}` },
            })
          : await send(method, url, body);
      const answer = (await response.json()) as {
        statusCode: number;
        message: string;
        error: string;
        reqId: string;
        details?: { field: string }[];
      };
      assert.equal(response.status, status, JSON.stringify(answer));
      assert.equal(answer.statusCode, status);
      assert.ok(answer.message.length > 3 && answer.error.length > 3 && answer.reqId.length > 3);
      if (field)
        assert.ok(
          answer.details?.some((one) => one.field === field),
          JSON.stringify(answer),
        );
    });

  it('a duplicate slug is 409, one in capitals 400, and nothing is written', async () => {
    await company.admin.call(groups.createGroup, { body: { name: 'Web', slug: 'web-team' } });
    const again = (slug: string) =>
      company.admin.refusal(groups.createGroup, { body: { name: 'Web 2', slug } });
    const [twin, loud] = [await again('web-team'), await again('WEB-Team')];
    assert.deepEqual([twin.statusCode, twin.error], [409, 'Conflict']);
    assert.equal(loud.statusCode, 400);
    const all = await company.admin.call(groups.listGroups);
    assert.equal(all.filter(({ slug }) => slug === 'web-team').length, 1);
  });

  it('of many groups made with one slug at once, one is made', async () => {
    const tries = await Promise.all(
      Array.from({ length: 12 }, () =>
        company.admin.call(groups.createGroup, { body: { name: 'Race', slug: 'race-team' } }).then(
          () => 200,
          (error) => error.status,
        ),
      ),
    );
    assert.deepEqual(tries.sort(), [200, ...Array.from({ length: 11 }, () => 409)]);
  });

  it('one bad role of several writes none of them', async () => {
    const project = await company.project('Half');
    const group = await company.group('Half');
    const params = { projectId: project.id, groupId: group.id };
    const refusal = await company.admin.refusal(memberships.addProjectGroup, {
      params,
      body: { roles: [{ role: 'viewer' }, { role: 'emperor' }] },
    });
    assert.equal(refusal.statusCode, 400);
    assert.equal(
      (await company.admin.refusal(memberships.getProjectGroup, { params })).statusCode,
      404,
    );
  });

  it('a body that is no JSON object type is 415, one too large 413', async () => {
    assert.equal((await send('POST', '/api/v1/groups', '<x/>', 'text/xml')).status, 415);
    assert.equal(
      (await send('POST', '/api/v1/groups', `{"name":"${'x'.repeat(9_000_000)}"}`)).status,
      413,
    );
  });

  it('unknown keys are refused by name and give nothing', async () => {
    const unknown = {
      id: company.adminId,
      orgId: company.adminId,
      createdBy: 'x',
    };
    const body = { name: 'Assigned', ...unknown };
    const refusal = await company.admin.refusal(groups.createGroup, { body });
    assert.equal(refusal.statusCode, 400);
    for (const field of Object.keys(unknown)) assert.match(refusal.message, new RegExp(field));
    assert.deepEqual(
      await company.admin.call(groups.listGroups, { query: { search: 'Assigned' } }),
      [],
    );
  });

  it('search takes wildcards for themselves', async () => {
    await company.group('Percent % sign');
    const found = await company.admin.call(groups.listGroups, { query: { search: '%' } });
    assert.deepEqual(
      found.map(({ name }) => name),
      ['Percent % sign'],
    );
  });

  it('a secret value may be anything, the empty text too, and comes back the same', async () => {
    const project = await company.project('Values');
    for (const [index, value] of [
      '',
      ' a\n\tb ',
      '💎'.repeat(1000),
      '{"json":true}',
      "'; DROP TABLE secrets; --",
    ].entries()) {
      await company.secret(project.id, `KEY_${index}`, value);
      const query = { projectId: project.id, environment: 'dev' };
      const { secret } = await company.admin.call(secrets.getSecret, {
        params: { secretName: `KEY_${index}` },
        query,
      });
      assert.equal(secret.secretValue, value);
    }
  });
});
