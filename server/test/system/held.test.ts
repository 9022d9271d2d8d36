import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type CallFailed, compatSecrets, secrets } from '@coterie/contract';
import { sql } from 'kysely';
import pg from 'pg';
import type { Running } from '../../src/server.ts';
import { sweepChanges } from '../../src/store/changes.ts';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
  signIn,
} from '../support/house.ts';

/** What a node holds in memory is what stands in the database, whatever comes between. */
describe('what is held', () => {
  let house: House;
  let company: Company;
  let node: Running;
  let admin: Caller;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    node = await house.addNode();
    admin = company.admin.at(node.url);
  });
  after(() => house.close());

  const client = async () => {
    const one = new pg.Client({ connectionString: house.database.url });
    await one.connect();
    return one;
  };
  const values = async (project: { id: string }, who = admin) => {
    const query = { projectId: project.id, environment: 'dev' };
    const { secrets: found } = await who.call(secrets.listSecrets, { query });
    return found.map(({ secretKey, secretValue }) => `${secretKey}=${secretValue}`);
  };
  const value = async (project: { id: string }, secretName: string, who = admin) =>
    (
      await who.call(secrets.getSecret, {
        params: { secretName },
        query: { projectId: project.id, environment: 'dev' },
      })
    ).secret.secretValue;
  const edit = (project: { id: string }, secretName: string, secretValue: string) =>
    company.admin.call(secrets.editSecret, {
      params: { secretName },
      body: { projectId: project.id, environment: 'dev', secretValue },
    });
  /** The statements that a node sends while it does something, but for that which asks what has changed. */
  async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const { db } = node.parts;
    const sent: string[] = [];
    node.parts.db = new Proxy(db, {
      get: (of, name) => {
        const member = Reflect.get(of, name);
        if (name === 'executeQuery')
          return (query: { sql: string }) => {
            sent.push(query.sql);
            return Reflect.apply(member, of, [query]);
          };
        return typeof member === 'function' ? member.bind(of) : member;
      },
    });
    try {
      await work();
    } finally {
      node.parts.db = db;
    }
    return sent;
  }

  it('is read once: another reader of the same asks the database only what has changed', async () => {
    const project = await company.project('Read once');
    await company.secret(project.id, 'KEY', 'brass');
    assert.deepEqual(await values(project), ['KEY=brass']);
    assert.deepEqual(
      await statementsOf(async () => {
        assert.deepEqual(await values(project), ['KEY=brass']);
        assert.equal(await value(project, 'KEY'), 'brass');
      }),
      [],
    );
  });

  it('follows what is committed late by a transaction that began early', async () => {
    const project = await company.project('Late');
    await company.secret(project.id, 'KEY', 'brass');
    const { secret } = await company.secret(project.id, 'OTHER', 'tin');
    await values(project);
    const [early, open] = [await client(), await client()];
    await early.query('BEGIN');
    await early.query('UPDATE secrets SET skip_multiline_encoding = true WHERE id = $1', [
      secret.id,
    ]);
    await open.query('BEGIN');
    await open.query('SELECT pg_current_xact_id()');
    // Many reads and a later change while the early one is still open.
    await edit(project, 'KEY', 'gold');
    for (let round = 0; round < 5; round++)
      assert.deepEqual(await values(project), ['KEY=gold', 'OTHER=tin']);
    await early.query('COMMIT');
    await open.query('COMMIT');
    const { secret: seen } = await admin.call(secrets.getSecret, {
      params: { secretName: 'OTHER' },
      query: { projectId: project.id, environment: 'dev' },
    });
    assert.equal(seen.skipMultilineEncoding, true);
    for (const one of [early, open]) await one.end();
  });

  it('is forgotten by a node that was not told in time', async () => {
    const project = await company.project('Swept');
    await company.secret(project.id, 'KEY', 'brass');
    await values(project);
    await edit(project, 'KEY', 'gold');
    const one = await client();
    await one.query(`UPDATE changes SET at = now() - interval '11 minutes'`);
    await sweepChanges(node.parts.db);
    assert.equal((await one.query('SELECT FROM changes')).rowCount, 0);
    await one.end();
    assert.deepEqual(await values(project), ['KEY=gold']);
  });

  it('is forgotten with the run of changes, as after a crash, which empties them', async () => {
    const project = await company.project('Crashed');
    await company.secret(project.id, 'KEY', 'brass');
    await values(project);
    await edit(project, 'KEY', 'gold');
    const one = await client();
    await one.query('TRUNCATE changes, changes_mark');
    await one.end();
    assert.deepEqual(await values(project), ['KEY=gold']);
    await edit(project, 'KEY', 'tin');
    assert.deepEqual(await values(project), ['KEY=tin']);
  });

  it('outlives a connection that is cut', async () => {
    const project = await company.project('Cut');
    await company.secret(project.id, 'KEY', 'brass');
    await values(project);
    const one = await client();
    await one.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await one.end();
    await edit(project, 'KEY', 'gold').catch(() => edit(project, 'KEY', 'gold'));
    const seen = await values(project).catch(() => values(project));
    assert.deepEqual(seen, ['KEY=gold']);
  });

  /** A read of one secret, and what each answers once it was done by hand at the database. */
  for (const [what, statement, expected] of [
    [
      'a version overwritten',
      `UPDATE secret_versions SET comment = '\\x' || comment, value = '\\x00' WHERE secret_id = $1`,
      500,
    ],
    ['a secret moved on', 'UPDATE secrets SET updated_at = now() WHERE id = $1', 'brass'],
    ['a secret altered', `UPDATE secrets SET key = 'KEY2' WHERE id = $1`, 404],
    ['a secret deleted', 'DELETE FROM secrets WHERE id = $1', 404],
    ['all secrets emptied away', 'TRUNCATE secrets CASCADE', 404],
  ] as const)
    it(`follows a hand at the database: ${what}`, async () => {
      const project = await company.project(`By hand ${what}`);
      const { secret } = await company.secret(project.id, 'KEY', 'brass');
      assert.equal(await value(project, 'KEY'), 'brass');
      const one = await client();
      await one.query(statement, statement.includes('$1') ? [secret.id] : []);
      await one.end();
      const seen = await value(project, 'KEY').catch((error: CallFailed) => error.status);
      assert.equal(seen, expected);
    });

  it('is no longer a token once its row is gone, or another', async () => {
    const ada = await company.person('Ada');
    const there = ada.at(node.url);
    const project = await company.project('Tokens');
    const asks = () =>
      values(project, there).then(
        () => 200,
        (error: CallFailed) => error.status,
      );
    await asks();
    assert.equal(await asks(), 403);
    const one = await client();
    const mine = `user_id = (SELECT id FROM users WHERE email LIKE 'ada%')`;
    await one.query(`UPDATE tokens SET trusted_ips = '["203.0.113.7"]' WHERE ${mine}`);
    assert.equal(await asks(), 401);
    await one.query(`UPDATE tokens SET trusted_ips = NULL WHERE ${mine}`);
    assert.equal(await asks(), 403);
    await one.query(`DELETE FROM tokens WHERE ${mine}`);
    assert.equal(await asks(), 401);
    await one.end();
  });

  it('has each secret once, whatever comes beside it', async () => {
    const project = await company.project('Beside');
    const own = (secretValue: string) =>
      company.admin.call(secrets.createSecret, {
        params: { secretName: 'KEY' },
        body: { projectId: project.id, environment: 'dev', type: 'personal', secretValue },
      });
    await own('mine');
    await values(project);
    await company.secret(project.id, 'KEY', 'brass');
    assert.deepEqual(await values(project), ['KEY=mine']);
    const { db, reads } = node.parts;
    const place = { project: project.id, environment: 'dev', path: '/' };
    const all = async () => {
      await reads.fresh();
      const folder = await reads.folder(db, company.orgId, place);
      assert.ok(folder);
      const asked = { ...place, recursive: false, owner: company.adminId };
      const rows = await reads.secretsIn(db, company.orgId, folder, asked);
      return rows.map(({ key, owner_id }) => [key, owner_id]);
    };
    assert.deepEqual(await all(), [
      ['KEY', null],
      ['KEY', company.adminId],
    ]);
    // By hand, one of the two alone.
    await sql`UPDATE secrets SET key = 'MOVED'
      WHERE project_id = ${project.id} AND owner_id IS NULL`.execute(db);
    assert.deepEqual(await all(), [
      ['KEY', company.adminId],
      ['MOVED', null],
    ]);
  });

  it('is not what stands elsewhere by the time that it is read', async () => {
    const project = await company.project('Elsewhere');
    const at = { projectId: project.id, environment: 'dev' };
    const { folder } = await company.admin.call(secrets.createFolder, {
      body: { ...at, name: 'before' },
    });
    await company.admin.call(secrets.createSecret, {
      params: { secretName: 'KEY' },
      body: { ...at, secretPath: '/before', secretValue: 'brass' },
    });
    const { db } = node.parts;
    let isMoved = false;
    node.parts.db = new Proxy(db, {
      get: (of, name) => {
        const member = Reflect.get(of, name);
        if (name === 'executeQuery')
          return async (query: { sql: string }) => {
            if (!isMoved && query.sql.includes('JOIN secrets s ON')) {
              isMoved = true;
              await company.admin.call(secrets.editFolder, {
                params: { folderId: folder.id },
                body: { ...at, name: 'after' },
              });
            }
            return Reflect.apply(member, of, [query]);
          };
        return typeof member === 'function' ? member.bind(of) : member;
      },
    });
    const paths = async (secretPath: string) => {
      const query = { ...at, secretPath };
      const { secrets: found } = await admin.call(secrets.listSecrets, { query });
      return found.map((one) => one.secretPath);
    };
    try {
      for (const one of await paths('/before').catch(() => [])) assert.equal(one, '/before');
      assert.ok(isMoved);
    } finally {
      node.parts.db = db;
    }
    assert.deepEqual(await paths('/after'), ['/after']);
    await assert.rejects(paths('/before'), { status: 404 });
  });

  it('is taken as it was, but for the piece of a list that a changed secret stands in', async () => {
    const project = await company.project('Pieces');
    const query = { projectId: project.id, environment: 'dev' };
    const all = Array.from({ length: 300 }, (_, n) => `KEY_${String(n).padStart(3, '0')}`);
    await company.admin.call(compatSecrets.createRawSecrets, {
      body: {
        workspaceId: project.id,
        environment: 'dev',
        secrets: all.map((secretKey) => ({ secretKey, secretValue: `value of ${secretKey}` })),
      },
    });
    await edit(project, 'KEY_007', `as $\{KEY_008}`);
    const list = async () => (await admin.call(secrets.listSecrets, { query })).secrets;
    const { keyring } = node.parts;
    const opened = async (work: () => Promise<unknown>) => {
      let count = 0;
      node.parts.keyring = new Proxy(keyring, {
        get: (of, name) => {
          const member = Reflect.get(of, name);
          if (name === 'open') count++;
          return typeof member === 'function' ? member.bind(of) : member;
        },
      });
      await work();
      node.parts.keyring = keyring;
      return count;
    };
    /** The secrets of the pieces in which these stand: a piece begins at an id of which one in thirty-two is like. */
    const beside = (secretsNow: { id: string }[], keys: string[]) => {
      const pieces: number[] = [];
      let piece = -1;
      for (const { id } of secretsNow)
        pieces.push(piece < 0 || /[0-7]0$/.test(id) ? ++piece : piece);
      const mine = new Set(keys.map((key) => pieces[all.indexOf(key)]));
      return pieces.filter((one) => mine.has(one)).length;
    };
    const first = await list();
    assert.equal(await opened(list), 0);
    await edit(project, 'KEY_200', 'another');
    // What refers to others is looked at each time, and with it what it refers to.
    const expected = beside(first, ['KEY_007', 'KEY_200']) + 1;
    let now: typeof first = [];
    assert.equal(await opened(async () => (now = await list())), expected);
    assert.ok(expected < all.length);
    assert.deepEqual(
      now.map(({ secretKey, secretValue }) => [secretKey, secretValue]),
      all.map((key) => [
        key,
        key === 'KEY_007'
          ? 'as value of KEY_008'
          : key === 'KEY_200'
            ? 'another'
            : `value of ${key}`,
      ]),
    );
    await edit(project, 'KEY_008', 'moved');
    const [seventh, eighth] = (await list()).slice(7);
    assert.deepEqual([seventh?.secretValue, eighth?.secretValue], ['as moved', 'moved']);
  });

  it('is told to administrators of the instance, how much it is', async () => {
    const status = async (token?: string) => {
      const headers = token ? { authorization: `Bearer ${token}` } : undefined;
      const reply = await fetch(`${node.url}/api/status`, headers ? { headers } : {});
      return (await reply.json()) as { memory?: Record<string, { used: number; most: number }> };
    };
    const project = await company.project('Memory');
    await company.secret(project.id, 'KEY', 'brass');
    await values(project);
    const { memory } = await status(admin.token);
    for (const what of ['organizations', 'secrets', 'answers'])
      assert.ok((memory?.[what]?.used ?? 0) > 0, what);
    assert.equal((memory?.secrets?.most ?? 0) + (memory?.answers?.most ?? 0), 128 * 2 ** 20);
    const bob = await company.person('Bob');
    for (const token of [undefined, 'nonsense', bob.token])
      assert.equal((await status(token)).memory, undefined);
  });

  /** Each change falls between each two statements of a cold read: the read after it is right. */
  for (const [what, change, undo, right] of [
    ['its token is gone', 'DELETE FROM tokens WHERE id = $1', null, 401],
    [
      'it is edited',
      `UPDATE secrets SET reminder_note = 'moved' WHERE project_id = $1`,
      'UPDATE secrets SET reminder_note = NULL WHERE project_id = $1',
      'moved',
    ],
    [
      'its folder moves',
      `UPDATE folders SET path = '/moved' WHERE project_id = $1`,
      `UPDATE folders SET path = '/' WHERE project_id = $1`,
      404,
    ],
  ] as const)
    it(`is not kept when, while it is read, ${what}`, async () => {
      const project = await company.project(`Raced ${what}`);
      await company.secret(project.id, 'KEY', 'brass');
      const eve = await company.person(`Eve${what.length}`);
      await company.addUser(project, eve, 'viewer');
      const one = await client();
      const asks = async (token: string) => {
        const query = `projectId=${project.id}&environment=dev`;
        const reply = await fetch(`${node.url}/api/v4/secrets/KEY?${query}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        const body = (await reply.json()) as { secret?: { secretReminderNote: string | null } };
        return reply.status === 200
          ? (body.secret?.secretReminderNote ?? 'as it was')
          : reply.status;
      };
      const { db } = node.parts;
      let rounds = 0;
      try {
        for (let wanted = 1, hit = true; hit; wanted++) {
          // Nothing is known of this token, nor of anything else.
          const { accessToken: token } = await signIn(house.url, eve.email);
          await one.query('TRUNCATE changes_mark');
          const given = change.includes('tokens') ? await tokenOf(one, eve.id) : project.id;
          let seen = 0;
          hit = false;
          node.parts.db = db.withPlugin({
            transformQuery: ({ node: query }) => query,
            async transformResult({ result }) {
              if (++seen === wanted) {
                hit = true;
                await one.query(change, [given]);
              }
              return result;
            },
          });
          await asks(token);
          node.parts.db = db;
          if (hit) assert.equal(await asks(token), right, `after statement ${wanted}`);
          if (hit) rounds++;
          if (hit && undo) await one.query(undo, [project.id]);
        }
      } finally {
        node.parts.db = db;
        await one.end();
      }
      assert.ok(rounds >= 2, `only ${rounds} statements`);
    });

  it('is told of whatever it is read from', async () => {
    const project = await company.project('Told of');
    await company.secret(project.id, 'KEY', 'brass');
    const one = await client();
    await one.query('TRUNCATE changes_mark');
    const sent = await statementsOf(async () => {
      await values(project);
      await edit(project, 'KEY', 'gold');
      await value(project, 'KEY');
      for (let n = 0; n < 201; n++) await company.secret(project.id, `KEY_${n}`, 'brass');
      await value(project, 'KEY');
    });
    const { rows } = await one.query<{ name: string; events: number }>(
      `SELECT relname AS name, coalesce(bit_or(tgtype) FILTER (WHERE proname LIKE 'tell\\_%'), 0)::int AS events
       FROM pg_class LEFT JOIN pg_trigger ON tgrelid = pg_class.oid LEFT JOIN pg_proc ON pg_proc.oid = tgfoid
       WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace GROUP BY relname`,
    );
    await one.end();
    const eventsOf = new Map(rows.map(({ name, events }) => [name, events]));
    const read = new Set(
      sent.flatMap((text) =>
        [...text.matchAll(/\b(?:from|join)\s+"?([a-z_]+)"?/gi)].map((found) => found[1] ?? ''),
      ),
    );
    const bits = { INSERT: 4, DELETE: 8, UPDATE: 16, TRUNCATE: 32 };
    const untold = [...read].flatMap((table) =>
      Object.entries(bits).flatMap(([event, bit]) => {
        const events = eventsOf.get(table);
        return events === undefined || events & bit || reasons[`${event} ${table}`]
          ? []
          : `${event} ${table}`;
      }),
    );
    assert.deepEqual(untold, []);
    const needed = [
      'secrets',
      'secret_versions',
      'tokens',
      'folders',
      'environments',
      'secret_imports',
    ];
    for (const table of needed) assert.ok(read.has(table), `${table} was not read: ${[...read]}`);
  });
});

const tokenOf = async (one: pg.Client, user: string): Promise<string> =>
  (
    await one.query<{ id: string }>(
      'SELECT id FROM tokens WHERE user_id = $1 ORDER BY created_at DESC LIMIT 1',
      [user],
    )
  ).rows[0]?.id ?? '';

/** What is told of by something else. */
const reasons: Record<string, string> = {
  'INSERT tokens': 'of what is not there nothing is held',
  'INSERT secret_versions': 'the row of a secret says which version is the newest',
  'INSERT tags': 'a tag on nothing is shown nowhere',
  'DELETE tags': 'takes the rows of secret_tags along',
  'INSERT access_heads': 'before it there is nobody in the organization',
  'DELETE access_heads': 'takes the tokens of the organization along',
  'INSERT organizations': 'before it there is nobody in the organization',
  'DELETE organizations': 'takes the tokens of the organization along',
  'TRUNCATE organizations': 'takes the tokens along, by cascade',
  'UPDATE passkeys': 'counts how often it was used',
};
