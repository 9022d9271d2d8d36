import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { deleted, imports, memberships, projects, secrets } from '@coterie/contract';
import { type Caller, type Company, openCompany, openHouse } from '../support/house.ts';

/** What comes through a stream of events, read as the operator's client reads it: `event`, `data`, a blank line. */
type Event = { event: string; data: { eventType: string; payload: unknown } & object };
type Stream = { next(): Promise<Event | null>; close(): void };

describe('event subscription', () => {
  let company: Company;
  let projectId: string;
  const open: Stream[] = [];
  before(async () => {
    company = await openCompany(await openHouse());
    projectId = (await company.project('Shop')).id;
  });
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close();
  });
  after(() => company.house.close());

  const ask = (caller: Caller, register: object[], url = company.house.url) => {
    const stopper = new AbortController();
    return fetch(`${url}/api/v1/events/subscribe/project-events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${caller.token}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({ projectId, register }),
      signal: stopper.signal,
    }).then((response) => ({ response, stopper }));
  };
  const place = (secretPath: string, environmentSlug = 'dev') => ({ environmentSlug, secretPath });
  const all = (secretPath: string, environmentSlug = 'dev') =>
    ['secret:create', 'secret:update', 'secret:delete', 'secret:import-mutation'].map((event) => ({
      event,
      conditions: place(secretPath, environmentSlug),
    }));

  async function listen(caller: Caller, register: object[], url?: string): Promise<Stream> {
    const { response, stopper } = await ask(caller, register, url);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    const texts = (response.body as ReadableStream<Uint8Array>)
      .pipeThrough(new TextDecoderStream())
      .getReader();
    let unread = '';
    const stream = {
      /** The next event, or null once the stream has ended. */
      async next(): Promise<Event | null> {
        for (;;) {
          const end = unread.indexOf('\n\n');
          if (end >= 0) {
            const lines = unread.slice(0, end).split('\n');
            unread = unread.slice(end + 2);
            const field = (name: string) =>
              lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
            const [event, data] = [field('event'), field('data')];
            if (event && data) return { event, data: JSON.parse(data).data };
            continue;
          }
          const { done, value } = await texts.read();
          if (done) return null;
          unread += value;
        }
      },
      close: () => stopper.abort(),
    };
    open.push(stream);
    return stream;
  }
  const one = (secretKey: string, secretPath = '/', environment = 'dev') => [
    { environment, secretPath, secretKey },
  ];
  const reader = async (name: string, role: string) => {
    const identity = await company.identity(name);
    await company.admin.call(memberships.addProjectIdentity, {
      params: { projectId, identityId: identity.id },
      body: { role },
    });
    return identity;
  };
  const edit = (secretName: string, body: object = { secretValue: 'new' }) =>
    company.admin.call(secrets.editSecret, {
      params: { secretName },
      body: { projectId, environment: 'dev', secretPath: '/', ...body },
    });

  it('tells what is made, changed, renamed, deleted and brought back, without values', async () => {
    const stream = await listen(await reader('Operator', 'viewer'), all('/'));
    const { secret } = await company.secret(projectId, 'KEY', 'hidden-value');
    assert.deepEqual(await stream.next(), {
      event: 'secret:create',
      data: { eventType: 'secret:create', payload: one('KEY') },
    });
    await edit('KEY');
    assert.deepEqual((await stream.next())?.data.eventType, 'secret:update');
    await edit('KEY', { newSecretName: 'NAME' });
    const renamed = [await stream.next(), await stream.next()];
    assert.deepEqual(
      renamed.map((told) => [told?.event, told?.data.payload]),
      [
        ['secret:delete', one('KEY')],
        ['secret:create', one('NAME')],
      ],
    );
    await company.admin.call(secrets.deleteSecret, {
      params: { secretName: 'NAME' },
      body: { projectId, environment: 'dev', secretPath: '/' },
    });
    assert.deepEqual((await stream.next())?.event, 'secret:delete');
    await company.admin.call(deleted.restoreDeleted, { params: { id: secret.id } });
    const back = await stream.next();
    assert.deepEqual([back?.event, back?.data.payload], ['secret:create', one('NAME')]);
    assert.doesNotMatch(JSON.stringify(renamed), /hidden-value/);
  });

  it('tells of the folder and environment that were asked for, and of patterns', async () => {
    const robot = await reader('Picker', 'viewer');
    await company.admin.call(secrets.createFolder, {
      body: { projectId, environment: 'dev', path: '/', name: 'api' },
    });
    const exact = await listen(robot, [{ event: 'secret:create', conditions: place('/api') }]);
    const below = await listen(robot, [place('/**')]);
    await company.secret(projectId, 'ELSEWHERE', 'v', 'prod');
    await company.secret(projectId, 'ABOVE', 'v');
    await company.secret(projectId, 'WITHIN', 'v', 'dev', '/api');
    assert.deepEqual((await exact.next())?.data.payload, one('WITHIN', '/api'));
    assert.deepEqual((await below.next())?.data.payload, one('ABOVE'));
    assert.deepEqual((await below.next())?.data.payload, one('WITHIN', '/api'));
  });

  it('tells of a folder that is renamed or deleted to who waits for what is in it', async () => {
    const robot = await reader('Keeper', 'viewer');
    const at = { projectId, environment: 'dev' };
    const { folder } = await company.admin.call(secrets.createFolder, {
      body: { ...at, path: '/', name: 'outer' },
    });
    await company.admin.call(secrets.createFolder, {
      body: { ...at, path: '/outer', name: 'inner' },
    });
    const stream = await listen(robot, all('/outer/inner'));
    await company.admin.call(secrets.deleteFolder, {
      params: { folderIdOrName: folder.id },
      body: { ...at, forceDelete: true } as never,
    });
    const told = await stream.next();
    assert.deepEqual(
      [told?.event, told?.data.payload],
      ['secret:delete', { environment: 'dev', secretPath: '/outer' }],
    );
  });

  it('tells the folders that import, at first hand and through others, what has changed', async () => {
    const robot = await reader('Importer', 'viewer');
    const at = { projectId, environment: 'dev', path: '/' };
    for (const name of ['one', 'two', 'three'])
      await company.admin.call(secrets.createFolder, { body: { ...at, name } });
    for (const [into, from] of [
      ['/two', '/one'],
      ['/three', '/two'],
    ])
      await company.admin.call(imports.createImport, {
        body: {
          projectId,
          environment: 'dev',
          path: into,
          import: { environment: 'dev', path: from as string },
        },
      });
    const stream = await listen(robot, all('/three'));
    await company.secret(projectId, 'SOURCE', 'v', 'dev', '/one');
    assert.deepEqual(await stream.next(), {
      event: 'secret:import-mutation',
      data: {
        eventType: 'secret:import-mutation',
        payload: { environment: 'dev', secretPath: '/three' },
      },
    });
  });

  it('tells nobody of what they may not know, nor of what is somebody else’s own', async () => {
    const role = await company.role(
      'one-key',
      [
        {
          subject: 'secrets',
          action: ['describeSecret'],
          conditions: { secretName: { $eq: 'MINE' } },
        },
      ],
      projectId,
    );
    const robot = await reader('Narrow', role.slug);
    const stream = await listen(robot, all('/'));
    await company.secret(projectId, 'YOURS', 'v');
    await company.secret(projectId, 'MINE', 'v');
    assert.deepEqual((await stream.next())?.data.payload, one('MINE'));
    await company.admin.call(secrets.createSecret, {
      params: { secretName: 'MINE' },
      body: {
        projectId,
        environment: 'dev',
        secretPath: '/',
        secretValue: 'own',
        type: 'personal',
      },
    });
    await edit('MINE');
    assert.deepEqual((await stream.next())?.event, 'secret:update');
  });

  it('ends for who is taken out of the project, and for who never was in it is refused', async () => {
    const robot = await reader('Leaver', 'viewer');
    const stream = await listen(robot, all('/'));
    await company.admin.call(memberships.removeProjectIdentity, {
      params: { projectId, identityId: robot.id },
    });
    await company.secret(projectId, 'AFTER', 'v');
    assert.equal(await stream.next(), null);
    const stranger = await company.identity('Stranger');
    const { response } = await ask(stranger, all('/'));
    assert.equal(response.status, 404);
  });

  it('hears what was written at another node, once each', async () => {
    const robot = await reader('Neighbour', 'viewer');
    const other = await company.house.addNode();
    const stream = await listen(robot, all('/'), other.url);
    for (const key of ['FIRST', 'SECOND']) await company.secret(projectId, key, 'v');
    const told = [await stream.next(), await stream.next()];
    assert.deepEqual(
      told.map((event) => event?.data.payload),
      [one('FIRST'), one('SECOND')],
    );
  });

  it('refuses a pattern that is not understood, and more streams than one may have', async () => {
    const robot = await reader('Greedy', 'viewer');
    const wrong = await ask(robot, [{ event: 'secret:create', conditions: place('/[') }]);
    assert.equal(wrong.response.status, 400);
    for (let n = 0; n < 20; n++) await listen(robot, all('/'));
    const { response } = await ask(robot, all('/'));
    assert.equal(response.status, 429);
  });

  it('does not keep a node from stopping', async () => {
    const node = await company.house.addNode();
    const stream = await listen(await reader('Waiter', 'viewer'), all('/'), node.url);
    await node.stop();
    assert.equal(await stream.next(), null);
    await company.admin.call(projects.listProjects, {});
  });
});
