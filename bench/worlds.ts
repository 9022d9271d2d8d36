import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Worlds } from '../server/src/access/worlds.ts';
import { connectionUrl, startPostgres } from '../server/src/postgres/index.ts';
import { type Db, openDb } from '../server/src/store/db.ts';
import { migrate } from '../server/src/store/migrate.ts';
import { fillOrganizations, type Shape } from './lib/fill.ts';
import { bytesInUse } from './lib/memory-of.ts';
import { table } from './lib/numbers.ts';
import { tidily } from './lib/tidily.ts';
import { circumstances } from './lib/versions.ts';

/** What it takes to bring worlds from PostgreSQL into memory: a large one, and very many small ones on one node. */
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '100000' },
    organizations: { type: 'string', default: '10000' },
  },
});
const large = Number(values.members);
const shapes: Shape[] = [
  { organizations: 1, members: large, groups: Math.max(20, Math.round(large / 100)), each: 5 },
  { organizations: Number(values.organizations), members: 50, groups: 5, each: 2 },
];

await tidily(async (cleanup) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'coterie-bench-'));
  cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  const postgres = await startPostgres({ dataDir });
  cleanup.defer(() => postgres.stop());
  const { db, close } = openDb(
    postgres.connection,
    (error) => {
      throw error;
    },
    { isOwn: true },
  );
  cleanup.defer(close);
  await migrate(db, () => {});
  const client = new pg.Client({ connectionString: connectionUrl(postgres.connection) });
  await client.connect();
  cleanup.defer(() => client.end());
  const rows: string[][] = [];
  for (const shape of shapes) {
    const organizations = await fillOrganizations(client, shape);
    rows.push([...inWords(shape), ...(await measure(db, shape, organizations))]);
  }
  console.log(`${await circumstances(postgres.connection)}\n`);
  console.log(
    table(
      [
        'organizations',
        'people in each',
        'memberships in groups',
        'all loaded, ms',
        'ms each',
        'held, MiB',
        'KiB each',
        'asked for again, µs each',
      ],
      rows,
    ),
  );
});

function inWords({ organizations, members, each }: Shape): string[] {
  return [organizations, members, organizations * members * each].map((n) =>
    n.toLocaleString('en'),
  );
}

/** Loads every world, one after the other, and asks for each of them again, which is to read its version. */
async function measure(
  db: Db,
  { members, each }: Shape,
  organizations: readonly string[],
): Promise<string[]> {
  const worlds = new Worlds(db, Number.POSITIVE_INFINITY);
  const empty = bytesInUse();
  const loading = await timed(async () => {
    for (const organization of organizations) {
      const world = await worlds.now(organization);
      if (world?.count('member') !== members || world.count('edge') !== members * each)
        throw new Error(`the world of ${organization} is not what was written`);
    }
  });
  const bytes = bytesInUse() - empty;
  const again = await timed(async () => {
    for (const organization of organizations) await worlds.now(organization);
  });
  const count = organizations.length;
  return [
    loading.toFixed(0),
    (loading / count).toFixed(2),
    (bytes / 2 ** 20).toFixed(0),
    (bytes / 1024 / count).toFixed(1),
    ((again * 1000) / count).toFixed(0),
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
