import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { groups, memberships, projects } from '@coterie/contract';
import pg from 'pg';
import { connectionUrl, startPostgres } from '../server/src/postgres/index.ts';
import { type House, openCompany } from '../server/test/support/house.ts';
import { startServer } from '../server/test/system/support/server-process.ts';
import { median, table } from './lib/numbers.ts';
import { spread, timed, timeReach } from './lib/reach.ts';
import { tidily } from './lib/tidily.ts';
import { circumstances } from './lib/versions.ts';

/**
 * What a change costs, and that it costs by its own size: groups of 10, 10,000 and 100,000 members put into a project,
 * one member put in and out, 100,000 memberships imported, who can reach a project, and which projects one can reach;
 * beside the same by plain SQL.
 */
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '30' },
  },
});
const members = Number(values.members);
const rounds = Number(values.rounds);
const projectCount = 500;
const sizes = [10, Math.round(members / 10), members];

const reachBySql = `SELECT u.id, u.email, count(*) OVER () FROM users u WHERE u.id IN (
    SELECT e.principal_id FROM edges e JOIN grants g ON g.org_id = e.org_id AND g.group_id = e.group_id WHERE g.org_id = $1 AND g.project_id = $2
    UNION SELECT g.principal_id FROM grants g WHERE g.org_id = $1 AND g.project_id = $2 AND g.principal_id IS NOT NULL)
  ORDER BY lower(u.email)`;
const projectsBySql = `SELECT p.id, p.name, p.slug FROM projects p WHERE p.org_id = $1 AND p.id IN (
    SELECT g.project_id FROM grants g WHERE g.org_id = $1 AND (g.principal_id = $2 OR g.group_id IN (
      SELECT e.group_id FROM edges e WHERE e.org_id = $1 AND e.principal_id = $2)))
  ORDER BY lower(p.name)`;

await tidily(async (cleanup) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'coterie-bench-'));
  cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres') });
  cleanup.defer(() => postgres.stop());
  const environment = {
    COTERIE_DATA_DIR: dataDir,
    COTERIE_ROOT_KEY: randomBytes(32).toString('hex'),
    DATABASE_URL: connectionUrl(postgres.connection),
  };
  const first = await startServer(environment);
  const company = await openCompany({ url: first.url } as House);
  const project = await company.project('Engine');
  const made = [];
  for (const size of sizes) made.push(await company.group(`Group of ${size}`));
  const imported = await company.group('Imported');
  const everywhere = await company.group('Everywhere');
  const ada = await company.person('Ada');
  await company.join(everywhere, ada);
  await first.stop();

  const client = new pg.Client({ connectionString: environment.DATABASE_URL });
  await client.connect();
  cleanup.defer(() => client.end());
  const people = await fill(client, company.orgId);
  const bare = await timed(() => insertEdges(client, company.orgId, imported.id, people));
  await client.query('DELETE FROM edges WHERE group_id = $1', [imported.id]);
  for (const [index, size] of sizes.entries())
    await insertEdges(client, company.orgId, made[index]?.id ?? '', people.slice(0, size));
  await fillProjects(client, company.orgId, everywhere.id);
  await client.query('ANALYZE');

  const server = await startServer(environment);
  cleanup.defer(() => server.stop());
  const admin = company.admin.at(server.url);
  const load = await timed(() => admin.call(groups.getGroup, { params: { id: imported.id } }));

  const puts: number[][] = sizes.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, group] of made.entries()) {
      const params = { projectId: project.id, groupId: group.id };
      puts[index]?.push(
        await timed(() =>
          admin.call(memberships.addProjectGroup, { params, body: { role: 'viewer' } }),
        ),
      );
      puts[index]?.push(await timed(() => admin.call(memberships.removeProjectGroup, { params })));
    }

  const one: number[] = [];
  const row: number[] = [];
  const params = { id: imported.id, username: people[0]?.email ?? '' };
  for (let round = 0; round < rounds; round++) {
    one.push(await timed(() => admin.call(groups.addGroupUser, { params })));
    one.push(await timed(() => admin.call(groups.removeGroupUser, { params })));
    row.push(
      await timed(() =>
        client.query('UPDATE users SET updated_at = now() WHERE id = $1', [people[0]?.id]),
      ),
    );
  }

  const bulk = await timed(async () => {
    for (let start = 0; start < members; start += 10_000)
      await admin.call(groups.bulkMembers, {
        params: { id: imported.id },
        body: {
          add: people.slice(start, start + 10_000).map(({ email }) => ({ username: email })),
        },
      });
  });
  const { memberCount } = await admin.call(groups.getGroup, { params: { id: imported.id } });
  if (memberCount !== members) throw new Error(`${memberCount} of ${members} were imported`);

  const biggest = made.at(-1)?.id ?? '';
  await admin.call(memberships.addProjectGroup, {
    params: { projectId: project.id, groupId: biggest },
    body: { role: 'viewer' },
  });
  const reach = await timeReach({
    admin,
    projectId: project.id,
    holderId: biggest,
    people: members + 1,
    change: async () => {
      await admin.call(groups.removeGroupUser, { params });
      await admin.call(groups.addGroupUser, { params });
    },
    bySql: (limit) =>
      client.query(`${reachBySql}${limit ? ` LIMIT ${limit}` : ''}`, [company.orgId, project.id]),
    folder: dataDir,
  });
  const own: number[] = [];
  const ownSql: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const told = await timedAnswer(() => ada.at(server.url).call(projects.listProjects));
    if (told.answer.totalCount !== projectCount)
      throw new Error(`${told.answer.totalCount} projects can be reached`);
    own.push(told.ms);
    ownSql.push(await timed(() => client.query(projectsBySql, [company.orgId, ada.id])));
  }

  console.log(`${await circumstances(postgres.connection)}\n`);
  const smallest = median(puts[0] ?? []);
  console.log(
    table(
      ['a group put into a project, or taken out', 'ms', 'ratio to the smallest'],
      sizes.map((size, index) => [
        `of ${size.toLocaleString('en')} members`,
        spread(puts[index] ?? []),
        (median(puts[index] ?? []) / smallest).toFixed(2),
      ]),
    ),
  );
  console.log(
    `\n${table(
      ['', 'Coterie, ms', 'plain SQL, ms'],
      [
        ['one member put in or out / one row updated', spread(one), spread(row)],
        [
          `${members.toLocaleString('en')} memberships imported / INSERT … SELECT`,
          bulk.toFixed(0),
          bare.toFixed(0),
        ],
        ...reach.rows,
        [`one's own ${projectCount} projects, by a group`, spread(own), spread(ownSql)],
        [
          `the world loaded at the first request, ${(2 * members).toLocaleString('en')} facts and more`,
          load.toFixed(0),
          '',
        ],
      ],
    )}`,
  );
  console.log('\nMilliseconds: median (99 % are below), or of one run.');
  console.log(
    `Sending ${reach.pages} answers as long as those about routes takes ${reach.sending.toFixed(0)} ms from a bare Fastify route.`,
  );
});

type Person = { id: string; email: string };

/** As many active members of the organization, written to the tables as they stand. */
async function fill(client: pg.Client, org: string): Promise<Person[]> {
  const { rows } = await client.query<Person>(
    `INSERT INTO users (id, email) SELECT gen_random_uuid(), 'person-' || n || '@example.com' FROM generate_series(1, $1::int) n RETURNING id, email`,
    [members],
  );
  await client.query(
    `INSERT INTO members (org_id, id, membership_id, kind, user_id, status) SELECT $1, id, gen_random_uuid(), 'user', id, 'active' FROM users WHERE email LIKE 'person-%'`,
    [org],
  );
  await client.query(
    `INSERT INTO member_roles (org_id, member_id, ordinal, built_in_role) SELECT $1, id, 0, 'member' FROM users WHERE email LIKE 'person-%'`,
    [org],
  );
  return rows;
}

/** Projects that one group is in, written to the tables as they stand. */
async function fillProjects(client: pg.Client, org: string, group: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO projects (org_id, id, name, slug) SELECT $1, gen_random_uuid(), 'Project ' || n, 'project-' || n FROM generate_series(1, $2::int) n RETURNING id`,
    [org, projectCount],
  );
  await client.query(
    `INSERT INTO grants (org_id, id, membership_id, project_id, group_id, built_in_role, created_at) SELECT $1, gen_random_uuid(), gen_random_uuid(), id, $2, 'viewer', now() FROM unnest($3::uuid[]) id`,
    [org, group, rows.map(({ id }) => id)],
  );
}

function insertEdges(client: pg.Client, org: string, group: string, people: readonly Person[]) {
  return client.query(
    `INSERT INTO edges (org_id, id, group_id, principal_id, source, added_at) SELECT $1, gen_random_uuid(), $2, id, 'manual', now() FROM unnest($3::uuid[]) id`,
    [org, group, people.map(({ id }) => id)],
  );
}

async function timedAnswer<T>(work: () => Promise<T>): Promise<{ ms: number; answer: T }> {
  const began = performance.now();
  const answer = await work();
  return { ms: performance.now() - began, answer };
}
