import assert from 'node:assert/strict';
import { type Change, type FactKind, World } from '@coterie/kernel';
import { sql } from 'kysely';
import { readWorld } from '../../../src/access/read-world.ts';
import { type Connection, type Db, openDb } from '../../../src/store/db.ts';
import { changesAfter, headVersion } from '../../../src/store/log/log.ts';

const kinds: FactKind[] = ['member', 'group', 'manager', 'edge', 'project', 'grant', 'role'];

/**
 * Holds the tables of an organization against its access log replayed from nothing, fact by fact, and the versions of
 * the log and of every secret against counting. Gives the world that all of them tell, and the log's length.
 */
export async function agreedWorld(connection: Connection, org: string): Promise<World> {
  const { db, close } = openDb(connection, () => {}, { max: 1 });
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        const world = await agreed(tx, org);
        await countSecretVersions(tx, org);
        return world;
      });
  } finally {
    await close();
  }
}

async function agreed(db: Db, org: string): Promise<World> {
  const log = await changesAfter(db, org, 0);
  assert.deepEqual(
    log.map(({ version }) => version),
    log.map((_, index) => index + 1),
  );
  assert.equal(await headVersion(db, org), log.length);
  const tables = await readWorld(db, org);
  assert.ok(tables);
  const replayed = replay(log);
  for (const kind of kinds) assert.deepEqual(facts(tables, kind), facts(replayed, kind));
  return tables;
}

function replay(log: readonly { version: number; changes: Change[] }[]): World {
  const world = new World();
  for (const { version, changes } of log) world.apply(changes, version);
  return world;
}

const facts = (world: World, kind: FactKind): Map<string, unknown> =>
  new Map([...world.all(kind)].map((fact) => [fact.id, fact]));

async function countSecretVersions(db: Db, org: string): Promise<void> {
  const { rows } = await sql`
    select s.key, s.version, count(v.version) as kept, min(v.version) as first, max(v.version) as last
    from secrets s left join secret_versions v on v.org_id = s.org_id and v.secret_id = s.id
    where s.org_id = ${org} group by s.id, s.key, s.version
    having count(v.version) <> s.version or min(v.version) <> 1 or max(v.version) <> s.version`.execute(
    db,
  );
  assert.deepEqual(rows, []);
}
