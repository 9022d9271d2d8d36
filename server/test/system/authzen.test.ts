import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { authzen } from '@coterie/contract';
import { type Company, type House, openCompany, openHouse, type Person } from '../support/house.ts';

describe('AuthZEN', () => {
  let house: House;
  let company: Company;
  let ada: Person;
  let project: { id: string };
  let group: { id: string };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    ada = await company.person('Ada');
    await company.identity('Robot');
    project = await company.project('Web');
    group = await company.group('Engineering');
    await company.join(group, ada);
    const dev = { environment: 'dev', secretPath: { $glob: '/api/**' } };
    await company.role(
      'reader',
      [{ subject: 'secrets', action: ['describeSecret', 'readValue'], conditions: dev }],
      project.id,
    );
    await company.addGroup(project, group, 'reader');
  });
  after(() => house.close());

  const secret = (environment = 'dev', secretPath = '/api/x') => ({
    type: 'secrets',
    id: project.id,
    properties: { environment, secretPath, secretName: 'KEY' },
  });
  const user = (id = ada.email) => ({ type: 'user', id });
  const read = { name: 'readValue' };
  const evaluate = async (body: object) => {
    const answer = await company.admin.call(authzen.evaluation, { body: body as never });
    return [answer.decision, answer.context.reason_user.en] as const;
  };

  it('decides as the product does, by id or e-mail, with the reason and the access version', async () => {
    for (const id of [ada.email, ada.id, ada.email.toUpperCase()])
      assert.equal(
        (await evaluate({ subject: user(id), action: read, resource: secret() }))[0],
        true,
      );
    const elsewhere = await evaluate({ subject: user(), action: read, resource: secret('prod') });
    assert.deepEqual(elsewhere, [false, 'No: none of the roles held there allows it.']);
    const answer = await company.admin.call(authzen.evaluation, {
      body: { subject: user(), action: read, resource: secret() },
    });
    assert.ok(answer.context.access_version > 0);
  });

  it('says false to what it does not know', async () => {
    const unknown = 'No: there is no such subject or resource.';
    for (const body of [
      { subject: user('nobody@example.com'), action: read, resource: secret() },
      { subject: { type: 'ghost', id: ada.id }, action: read, resource: secret() },
      { subject: { type: 'machineIdentity', id: ada.id }, action: read, resource: secret() },
      { subject: user(), action: read, resource: { ...secret(), id: ada.id } },
      { subject: user(), action: read, resource: { ...secret(), type: 'moon' } },
    ])
      assert.deepEqual(await evaluate(body), [false, unknown]);
    assert.equal(
      (await evaluate({ subject: user(), action: { name: 'fly' }, resource: secret() }))[0],
      false,
    );
  });

  it('refuses what is malformed with 400, and who is not signed in with 401', async () => {
    const post = (path: string, body: unknown, token = company.admin.token) =>
      fetch(house.url + path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      });
    const whole = { subject: user(), action: read, resource: secret() };
    for (const part of ['subject', 'action', 'resource'])
      for (const body of [
        { ...whole, [part]: undefined },
        { ...whole, [part]: 'text' },
        { ...whole, [part]: {} },
      ])
        assert.equal((await post('/access/v1/evaluation', body)).status, 400);
    const { subject: _, ...rest } = whole;
    assert.equal((await post('/access/v1/evaluations', { evaluations: [rest] })).status, 400);
    const wrong = { ...whole, evaluations: [{}], options: { evaluations_semantic: 'some' } };
    assert.equal((await post('/access/v1/evaluations', wrong)).status, 400);
    assert.equal((await post('/access/v1/evaluation', whole, 'nonsense')).status, 401);
  });

  it('takes several at once, with defaults and the three ways to end', async () => {
    const ask = async (
      semantic?: 'execute_all' | 'deny_on_first_deny' | 'permit_on_first_permit',
    ) => {
      const answer = await company.admin.call(authzen.evaluations, {
        body: {
          subject: user(),
          action: read,
          evaluations: [
            { resource: secret() },
            { resource: secret('prod') },
            { resource: secret(), action: { name: 'describeSecret' } },
          ],
          ...(semantic ? { options: { evaluations_semantic: semantic } } : {}),
        },
      });
      assert.ok('evaluations' in answer);
      return answer.evaluations.map(({ decision }) => decision);
    };
    assert.deepEqual(await ask(), [true, false, true]);
    assert.deepEqual(await ask('execute_all'), [true, false, true]);
    assert.deepEqual(await ask('deny_on_first_deny'), [true, false]);
    assert.deepEqual(await ask('permit_on_first_permit'), [true]);
    const single = await company.admin.call(authzen.evaluations, {
      body: { subject: user(), action: read, resource: secret() },
    });
    assert.equal('decision' in single && single.decision, true);
  });

  it('searches subjects, resources and actions, page by page, as check decides', async () => {
    const subjects = await company.admin.call(authzen.searchSubject, {
      body: { subject: { type: 'user' }, action: read, resource: secret() },
    });
    assert.deepEqual(subjects.results.map(({ id }) => id).sort(), [company.adminId, ada.id].sort());
    const machines = await company.admin.call(authzen.searchSubject, {
      body: { subject: { type: 'machineIdentity' }, action: read, resource: secret() },
    });
    assert.deepEqual(machines.results, []);

    const told: string[] = [];
    for (let token = '', turn = 0; turn === 0 || token !== ''; turn++) {
      const { results, page } = await company.admin.call(authzen.searchSubject, {
        body: {
          subject: { type: 'user' },
          action: read,
          resource: secret(),
          page: { token, limit: 1 },
        },
      });
      assert.deepEqual([page.count, page.total], [1, 2]);
      told.push(...results.map(({ id }) => id));
      token = page.next_token;
    }
    assert.deepEqual(told.sort(), [company.adminId, ada.id].sort());

    const resources = async (properties: object) =>
      (
        await company.admin.call(authzen.searchResource, {
          body: {
            subject: user(),
            action: read,
            resource: { type: 'secrets', properties: properties as never },
          },
        })
      ).results;
    assert.deepEqual(await resources(secret().properties), [{ type: 'secrets', id: project.id }]);
    assert.deepEqual(await resources({ environment: 'prod' }), []);
    const seen = await company.admin.call(authzen.searchResource, {
      body: { subject: user(), action: { name: 'read' }, resource: { type: 'project' } },
    });
    assert.deepEqual(seen.results, [{ type: 'project', id: project.id }]);

    const actions = await company.admin.call(authzen.searchAction, {
      body: { subject: user(), resource: secret() },
    });
    assert.deepEqual(actions.results.map(({ name }) => name).sort(), [
      'describeSecret',
      'read',
      'readValue',
    ]);
  });

  it('tells of oneself always, of others only with the right to see members and groups', async () => {
    const own = await ada.call(authzen.evaluation, {
      body: { subject: user(), action: read, resource: secret() },
    });
    assert.equal(own.decision, true);
    const refused = await ada.refusal(authzen.evaluation, {
      body: { subject: user(company.adminEmail), action: read, resource: secret() },
    });
    assert.deepEqual(
      [refused.statusCode, (refused.details as { permission: string }).permission],
      [403, 'member:read'],
    );
    assert.equal(
      (
        await ada.refusal(authzen.searchSubject, {
          body: { subject: { type: 'user' }, action: read, resource: secret() },
        })
      ).statusCode,
      403,
    );
  });

  it('echoes the request id, and says where what is asked', async () => {
    const response = await fetch(`${house.url}/access/v1/evaluation`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${company.admin.token}`,
        'x-request-id': 'bfe9eb29',
      },
      body: JSON.stringify({ subject: user(), action: read, resource: secret() }),
    });
    assert.equal(response.headers.get('x-request-id'), 'bfe9eb29');
    const open = (await (
      await fetch(`${house.url}/.well-known/authzen-configuration`)
    ).json()) as Record<string, string>;
    assert.equal(open.policy_decision_point, house.url);
    assert.equal(open.access_evaluation_endpoint, `${house.url}/access/v1/evaluation`);
  });

  it('a member taken out is denied at the next question', async () => {
    await company.leave(group, ada);
    assert.deepEqual(await evaluate({ subject: user(), action: read, resource: secret() }), [
      false,
      'No: nothing leads there, neither directly nor by a group.',
    ]);
    await company.join(group, ada);
  });
});
