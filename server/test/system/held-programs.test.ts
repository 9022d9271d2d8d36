import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { roles, secrets, tags } from '@coterie/contract';
import type { Running } from '../../src/server.ts';
import { type Caller, type Company, type House, openCompany, openHouse } from '../support/house.ts';

/** How many programs are run, and of how many writes each; COTERIE_PROGRAMS looks longer, and elsewhere. */
const longer = process.env.COTERIE_PROGRAMS;
const programs = Number(longer ?? 2);
const writes = 40;
const readsAfterEach = 5;

/** Numbers that look drawn and are the same for one seed (a linear congruence of Knuth's). */
function drawing(seed: number) {
  let state = BigInt(seed);
  const below = (limit: number): number => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(limit));
  };
  return { below, of: <T>(all: readonly T[]): T => all[below(all.length)] as T };
}
type Draw = ReturnType<typeof drawing>;
type Request = readonly [method: string, path: string, body?: object];

const keys = ['K0', 'K1', 'K2', 'K3'];
const environments = ['dev', 'prod'];
const paths = ['/', '/sub', '/sub/deep'];
const values = [
  'plain',
  'other',
  `$\{K1}`,
  `a $\{K2} b $\{K0}`,
  `$\{dev.sub.K1}`,
  `$\{prod.K2} and $\{dev.K3}`,
  `$\{elsewhere.dev.K0}`,
];

describe('a node that holds and one that never does answer alike', () => {
  let house: House;
  let company: Company;
  let holds: Running;
  let asks: Running;
  before(async () => {
    house = await openHouse({ COTERIE_HELD_MEMORY: '0' });
    company = await openCompany(house);
    [asks, holds] = [house.nodes[0] as Running, await house.addNode({ COTERIE_HELD_MEMORY: '8' })];
  });
  after(() => house.close());

  async function send(url: string, who: Caller, [method, path, body]: Request) {
    const reply = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${who.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await reply.text();
    return {
      status: reply.status,
      tag: reply.headers.get('etag'),
      // A refusal has the number of its request.
      text: reply.ok ? text : text.replace(/"reqId":"[^"]*",/, ''),
    };
  }

  async function scene(n: number) {
    const project = await company.project(`Program ${n}`);
    const other = (await company.project(`Elsewhere ${n}`)) as { id: string };
    await company.secret(other.id, 'K0', 'from elsewhere');
    const { role } = await company.admin.call(roles.createProjectRole, {
      params: { projectId: project.id },
      body: { slug: 'some', name: 'some', permissions: narrow('K1') as never },
    });
    const group = await company.group(`Readers ${n}`);
    await company.addGroup(project, group, 'some');
    const [ada, ben, cleo, dora] = [
      await company.person(`Ada${n}`),
      await company.person(`Ben${n}`),
      await company.person(`Cleo${n}`),
      await company.person(`Dora${n}`),
    ];
    await company.addUser(project, ada, 'member');
    await company.addUser(other, ada, 'member');
    // Dora lives under the same rules as Ada there, and not elsewhere.
    await company.addUser(project, dora, 'member');
    await company.addUser(project, cleo, 'member', 'some');
    await company.join(group, ben);
    for (const environment of environments)
      for (const [name, path] of [
        ['sub', '/'],
        ['deep', '/sub'],
      ])
        await send(asks.url, company.admin, [
          'POST',
          '/api/v2/folders',
          { projectId: project.id, environment, name, path },
        ]);
    for (const path of paths) await company.secret(project.id, 'K1', `in ${path}`, 'dev', path);
    const tagIds: string[] = [];
    for (const slug of ['red', 'blue']) {
      const body = { slug, color: '#123456' };
      const params = { projectId: project.id };
      const made = await company.admin.call(tags.createTag, { params, body });
      tagIds.push(made.tag.id);
    }
    return {
      project,
      role,
      group,
      people: [company.admin, ada, dora, ben, cleo],
      ben,
      ada,
      dora,
      tagIds,
    };
  }
  type Scene = Awaited<ReturnType<typeof scene>>;

  /** A write of any kind; it may be refused. */
  async function write(draw: Draw, { project, role, group, ben, ada, dora, tagIds }: Scene) {
    const at = { projectId: project.id, environment: draw.of(environments) };
    const secretPath = draw.of(paths);
    const key = draw.of(keys);
    const listed = async (path: string) =>
      JSON.parse((await send(asks.url, company.admin, ['GET', path])).text);
    const query = `projectId=${project.id}&environment=${at.environment}`;
    const who = draw.of([company.admin, company.admin, ada, dora]);
    const type = draw.of(['shared', 'shared', 'personal']);
    const secret = `/api/v4/secrets/${key}`;
    const drawn = { secretPath, type, tagIds: tagIds.filter(() => draw.below(2) === 0) };
    const acts: (() => Promise<Request | null> | Request)[] = [
      ...[0, 1, 2].map(
        () => (): Request => ['POST', secret, { ...at, ...drawn, secretValue: draw.of(values) }],
      ),
      ...[0, 1].map(
        () => (): Request => [
          'PATCH',
          secret,
          { ...at, ...drawn, secretValue: draw.of(values), force: true },
        ],
      ),
      () => ['PATCH', secret, { ...at, secretPath, newSecretName: draw.of(keys), force: true }],
      () => ['PATCH', secret, { ...at, secretPath, secretComment: `said ${draw.below(100)}` }],
      () => ['DELETE', secret, { ...at, secretPath, type }],
      () => [
        'POST',
        '/api/v2/folders',
        { ...at, name: draw.of(['sub', 'deep']), path: secretPath },
      ],
      async () => {
        const { folders } = await listed(`/api/v2/folders?${query}&path=/&recursive=true`);
        const [folder] = (folders as { id: string }[]) ?? [];
        const name = draw.of(['sub', 'deep', 'moved']);
        if (!folder) return null;
        return draw.below(3) === 0
          ? ['DELETE', `/api/v2/folders/${folder.id}`, { ...at, forceDelete: true }]
          : ['PATCH', `/api/v2/folders/${folder.id}`, { ...at, name, path: '/', force: true }];
      },
      () => [
        'POST',
        '/api/v2/secret-imports',
        {
          ...at,
          path: secretPath,
          import: { environment: draw.of(environments), path: draw.of(paths) },
        },
      ],
      async () => {
        const { secretImports } = await listed(
          `/api/v2/secret-imports?${query}&path=${secretPath}`,
        );
        const [one] = (secretImports as { id: string }[]) ?? [];
        return one
          ? ['DELETE', `/api/v2/secret-imports/${one.id}`, { ...at, path: secretPath }]
          : null;
      },
      async () => {
        const path = `/api/v1/projects/${project.id}/environments`;
        const found = (await listed(path)).environments as { id: string; slug: string }[];
        const one = found.find(({ slug }) => slug === 'dev' || slug === 'dev2');
        const slug = one?.slug === 'dev' ? 'dev2' : 'dev';
        return one ? ['PATCH', `${path}/${one.id}`, { slug, force: true }] : null;
      },
      () => ['PATCH', `/api/v1/projects/${project.id}/tags/${tagIds[0]}`, { color: '#654321' }],
      () => [
        'PATCH',
        `/api/v1/projects/${project.id}/roles/${role.id}`,
        { permissions: narrow(draw.of(keys)) },
      ],
      () => ['POST', `/api/v1/groups/${group.id}/users/${ben.email}`, {}],
      () => ['DELETE', `/api/v1/groups/${group.id}/users/${ben.email}`],
    ];
    const request = await draw.of(acts)();
    if (!request) return 0;
    return (await send(draw.of([asks, holds]).url, who, request)).status;
  }

  const questions = [
    '',
    '&recursive=true',
    '&viewSecretValue=false',
    '&expandSecretReferences=false',
    '&includeImports=false',
    '&includePersonalOverrides=false',
    '&search=k1',
    '&tagSlugs=red',
  ];
  function read(draw: Draw, { project }: Scene): string {
    const at = `environment=${draw.of([...environments, 'dev2', 'DEV'])}&secretPath=${draw.of(paths)}`;
    return draw.of([
      `/api/v4/secrets?projectId=${project.id}&${at}${draw.of(questions)}`,
      `/api/v4/secrets?projectId=${project.id}&${at}`,
      `/api/v4/secrets/${draw.of(keys)}?projectId=${project.id}&${at}${draw.of(['', '&type=personal', '&includeImports=false'])}`,
      `/api/v3/secrets/raw?workspaceId=${project.id}&${at}&include_imports=true`,
    ]);
  }

  for (let n = 0; n < programs; n++)
    it(`program ${n}`, async () => {
      const draw = drawing(longer === undefined ? 17 + n : Date.now() + n);
      const here = await scene(n);
      const [done, seen] = [new Set<number>(), new Map<number, number>()];
      const warm: [Caller, string][] = [];
      for (let step = 0; step < writes; step++) {
        done.add(await write(draw, here));
        for (let m = 0; m < readsAfterEach; m++) {
          warm.push([draw.of(here.people), read(draw, here)]);
          // What was read before, and what was just read once, are the same as if they were never held.
          const [again] = warm.slice(-1) as [[Caller, string]];
          const rereads = [again, draw.of(warm), [draw.of(here.people), again[1]]] as const;
          for (const [who, path] of rereads) {
            const expected = await send(asks.url, who, ['GET', path]);
            assert.deepEqual(await send(holds.url, who, ['GET', path]), expected, path);
            // Lists are written without zod: they are of the form that the contract declares all the same.
            if (expected.status === 200 && /\/(secrets|raw)\?/.test(path))
              assert.equal(
                JSON.stringify(secrets.listSecrets.answer.parse(JSON.parse(expected.text))),
                expected.text,
              );
            seen.set(expected.status, (seen.get(expected.status) ?? 0) + 1);
          }
        }
      }
      assert.ok(done.has(200), `nothing was written: ${[...done]}`);
      assert.ok(!done.has(500) && !seen.has(500), 'the server failed');
      assert.ok((seen.get(200) ?? 0) > 40, `little was seen: ${JSON.stringify([...seen])}`);
    });
});

/** Rules on names, places and tags. */
const narrow = (key: string) => [
  { subject: 'secrets', action: ['describeSecret', 'readValue'], conditions: { secretName: key } },
  {
    subject: 'secrets',
    action: ['describeSecret'],
    conditions: { secretPath: { $glob: '/sub*' }, environment: 'dev' },
  },
  {
    subject: 'secrets',
    action: ['readValue'],
    inverted: true,
    conditions: { secretTags: { $all: ['red'] } },
  },
];
