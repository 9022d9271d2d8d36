import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { access } from '@coterie/contract';
import { sql } from 'kysely';
import { readOn } from '../../src/jobs/follow.ts';
import { checkpoints } from '../../src/usecases/access/checkpoints.ts';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

const main = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
const run = promisify(execFile);

describe('the logs and their checkpoints', () => {
  let house: House;
  let company: Company;
  let project: { id: string };
  beforeEach(async () => {
    house = await openHouse();
    company = await openCompany(house);
    project = await company.project('Web');
    await company.group('One');
    for (const name of ['A', 'B', 'C']) await company.secret(project.id, name);
  });
  afterEach(() => house.close());

  const parts = () => (house.nodes[0] ?? assert.fail()).parts;
  const verify = () => company.admin.call(access.verifyAccessLog);
  const seal = (at = Date.now()) => {
    const then = { ...parts(), now: () => at };
    return readOn(then, checkpoints(then), randomUUID());
  };
  const heads = () =>
    parts()
      .db.selectFrom('access_heads')
      .selectAll()
      .where('org_id', '=', company.orgId)
      .executeTakeFirstOrThrow();
  const putHead = (head: { version: number; hash: Buffer; mac: Buffer | null }) =>
    parts().db.updateTable('access_heads').set(head).where('org_id', '=', company.orgId).execute();
  const cut = (version: number) =>
    parts()
      .db.deleteFrom('access_log')
      .where('org_id', '=', company.orgId)
      .where('version', '>', version)
      .execute();
  const count = async (log: 'access' | 'trail') =>
    (
      await parts()
        .db.selectFrom('checkpoints')
        .select('position')
        .where('org_id', '=', company.orgId)
        .where('log', '=', log)
        .execute()
    ).length;

  it('a head moved back to an entry that is there is found, since it is authenticated', async () => {
    const { version } = await heads();
    const row = await parts()
      .db.selectFrom('access_log')
      .selectAll()
      .where('org_id', '=', company.orgId)
      .where('version', '=', version - 1)
      .executeTakeFirstOrThrow();
    await cut(version - 1);
    await putHead({ version: version - 1, hash: row.hash, mac: (await heads()).mac });
    assert.equal((await verify()).intact, false);
  });

  it('an end cut off with the head put back as it once was is found by the second place', async () => {
    const old = await heads();
    await company.group('Two');
    await seal();
    assert.equal((await verify()).intact, true);
    await cut(old.version);
    await putHead(old);
    await sql`DELETE FROM checkpoints`.execute(parts().db);
    assert.equal((await verify()).brokenAt, old.version + 1);
  });

  it('an entry of what was done beside, altered, taken out, or cut off at the end, is found', async () => {
    await seal();
    const whole = await verify();
    assert.equal(whole.trail.brokenAt, null);
    assert.equal(whole.trail.entries, 3);
    const { db } = parts();
    const rows = await db.selectFrom('trail').selectAll().where('position', '>', 1).execute();
    const [second, third] = rows;
    assert.ok(second && third);
    await sql`UPDATE trail SET entry = replace(entry, 'create', 'delete') WHERE n = ${second.n}`.execute(
      db,
    );
    assert.equal((await verify()).trail.brokenAt, 2);
    await sql`DELETE FROM trail WHERE n = ${second.n}`.execute(db);
    assert.equal((await verify()).trail.brokenAt, 2);
    await sql`DELETE FROM trail WHERE n = ${third.n}`.execute(db);
    assert.equal((await verify()).trail.brokenAt, 2);
  });

  it('a checkpoint is made every hundred entries, and ten minutes after the last', async () => {
    await seal();
    assert.equal(await count('trail'), 1);
    await company.secret(project.id, 'D');
    await seal();
    assert.equal(await count('trail'), 1);
    await seal(Date.now() + 11 * 60_000);
    assert.equal(await count('trail'), 2);
    for (let n = 0; n < 100; n++) await company.secret(project.id, `N${n}`);
    await seal();
    assert.equal(await count('trail'), 3);
    const kept = (await readFile(parts().secondPlace.file, 'utf8')).trim().split('\n');
    assert.equal(kept.length, (await count('trail')) + (await count('access')));
  });

  it('from before heads were authenticated, verify after the next start', async () => {
    await sql`UPDATE access_heads SET mac = NULL`.execute(parts().db);
    assert.equal((await verify()).intact, false);
    await sql`UPDATE instance SET rows_bound_at = NULL`.execute(parts().db);
    await house.addNode();
    assert.equal((await verify()).intact, true);
  });

  it('an export is verified without the server, and an altered or shortened one refused', async () => {
    const kept = parts().secondPlace.file;
    const file = `${kept}.export`;
    const env = { ...process.env, COTERIE_TOKEN: company.admin.token };
    await run(process.execPath, [main, 'log', 'export', file, '--from', house.url], { env });
    const text = await readFile(file, 'utf8');
    const judge = async (content: string, ...more: string[]) => {
      await writeFile(file, content);
      return run(process.execPath, [main, 'log', 'verify', file, ...more]).then(
        ({ stdout }) => stdout,
        (error: { stderr: string }) => error.stderr,
      );
    };
    assert.match(await judge(text), /whole: \d+ entries, 2 signed checkpoints\n/);
    const lines = text.split('\n');
    const key = (JSON.parse(lines[0] ?? '') as { publicKey: string }).publicKey;
    assert.match(await judge(text, '--key', key), /whole/);
    assert.match(await judge(text.replace('"B"', '"X"').replace('\\"B\\"', '\\"X\\"')), /altered/);
    const without = (wanted: (line: string) => boolean) => lines.filter((line) => !wanted(line));
    const second = without((line) => line.includes('"log":"trail","position":2,')).join('\n');
    assert.match(await judge(second), /trail 2: this entry is missing/);
    const shortened = without(
      (line) => line.includes('"position":3,') && line.includes('"trail"'),
    ).join('\n');
    assert.match(await judge(shortened), /whole.*nothing vouches yet/);
    assert.match(await judge(shortened, '--checkpoints', kept), /trail 2: the end was cut off/);
    assert.match(await judge(text, '--checkpoints', kept), /whole/);
  });
});
