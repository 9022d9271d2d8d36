import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { type Db, openDb } from '../../src/store/db.ts';
import { migrate, migrationFiles } from '../../src/store/migrate.ts';
import { emptyDatabase, type TestDatabase, testDatabase } from '../support/database.ts';
import { migrated } from '../support/house.ts';

/** Tables, columns, indexes and constraints, as the catalogue has them. */
async function shapeOf(db: Db): Promise<unknown> {
  const columns =
    await sql`SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`.execute(
      db,
    );
  const indexes =
    await sql`SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`.execute(
      db,
    );
  const constraints =
    await sql`SELECT conrelid::regclass::text AS of, pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`.execute(
      db,
    );
  return [columns.rows, indexes.rows, constraints.rows];
}

describe('migrations', () => {
  const within = async <T>(database: TestDatabase, work: (db: Db) => Promise<T>): Promise<T> => {
    const { db, close } = openDb({ url: database.url }, () => {});
    try {
      return await work(db);
    } finally {
      await close();
    }
  };
  /** Does something in a database of its own. */
  async function withDatabase<T>(
    made: Promise<TestDatabase>,
    work: (db: Db, database: TestDatabase) => Promise<T>,
  ): Promise<T> {
    const database = await made;
    try {
      return await within(database, (db) => work(db, database));
    } finally {
      await database.drop();
    }
  }

  it('are numbered without gaps', () => {
    assert.deepEqual(
      migrationFiles().map((name) => Number(name.slice(0, 4))),
      migrationFiles().map((_, index) => index + 1),
    );
  });

  it('a fresh schema equals one brought up a file at a time; a second run does nothing', async () => {
    const whole = await withDatabase(emptyDatabase(), async (db) => {
      assert.deepEqual(await migrate(db), migrationFiles());
      assert.deepEqual(await migrate(db), []);
      return shapeOf(db);
    });
    const stepwise = await withDatabase(emptyDatabase(), async (db) => {
      for (const name of migrationFiles())
        assert.deepEqual(await migrate(db, () => {}, name), [name]);
      return shapeOf(db);
    });
    assert.deepEqual(stepwise, whole);
  });

  it('several nodes may start at once', () =>
    withDatabase(emptyDatabase(), async (_, database) => {
      const starts = Array.from({ length: 4 }, () => within(database, (db) => migrate(db)));
      // All have ended before the database goes.
      await Promise.allSettled(starts);
      assert.deepEqual((await Promise.all(starts)).flat().sort(), migrationFiles());
    }));

  it('a row of two organizations cannot be written', async () => {
    await withDatabase(testDatabase(migrated), async (db) => {
      const [a, b, g, m] = Array.from({ length: 4 }, () => crypto.randomUUID()) as [
        string,
        string,
        string,
        string,
      ];
      for (const id of [a, b])
        await db.insertInto('organizations').values({ id, name: id, slug: id }).execute();
      await db
        .insertInto('groups')
        .values({
          org_id: a,
          id: g,
          name: 'g',
          slug: 'g',
          description: null,
          built_in_role: 'member',
          custom_role: null,
          status: 'active',
        })
        .execute();
      await db
        .insertInto('members')
        .values({
          org_id: b,
          id: m,
          membership_id: m,
          kind: 'machineIdentity',
          user_id: null,
          status: 'active',
        })
        .execute();
      const edge = {
        id: m,
        group_id: g,
        principal_id: m,
        child_group_id: null,
        source: 'manual',
        valid_from: null,
        valid_until: null,
        reason: null,
        added_by: null,
        added_at: new Date(),
      };
      for (const org_id of [a, b])
        await assert.rejects(
          db
            .insertInto('edges')
            .values({ org_id, ...edge })
            .execute(),
          /foreign key/,
        );
    });
  });

  it('refuse a database that a newer server has worked on, and one migrated by other texts, and change nothing', async () => {
    for (const [spoil, words] of [
      [
        sql`INSERT INTO migrations (name, digest) VALUES ('9999_from_the_future.sql', 'x')`,
        /newer version.*9999_from_the_future/,
      ],
      [
        sql`UPDATE migrations SET digest = 'another' WHERE name LIKE '0002%'`,
        /other texts.*0002_access/,
      ],
    ] as const)
      await withDatabase(testDatabase(migrated), async (db) => {
        await spoil.execute(db);
        const before = await shapeOf(db);
        await assert.rejects(migrate(db), words);
        assert.deepEqual(await shapeOf(db), before);
      });
  });
});
