import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Db } from '../../src/store/db.ts';
import { forgetBlocked } from '../../src/usecases/session/throttle.ts';
import type { House } from './house.ts';

export type Answered = { status: number; text: string; body: Record<string, unknown> };
/** Someone who sends what they like: a method, an address and a body. */
export type Raw = (method: string, path: string, body?: unknown) => Promise<Answered>;

export const rawOf =
  (url: string, token: string): Raw =>
  async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: parsed(text) };
  };

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** What an attempt may leave though nothing came of it: its entry in the log, and the time at which a token was used. */
const passing = [
  'access_heads',
  'access_log',
  'trail',
  'checkpoints',
  'tokens',
  'throttles',
  'known_places',
  'sign_ins',
];

export function dbOf({ nodes: [node] }: House) {
  assert.ok(node);
  return node.parts.db;
}

/** Lifts every wait of the throttle. */
export async function liftWaits(db: Db): Promise<void> {
  await db.deleteFrom('throttles').execute();
  forgetBlocked();
}

/** All that is kept, by table, as one text each: the same before and after means that nothing was changed. */
export async function kept(house: House): Promise<Record<string, string>> {
  const db = dbOf(house);
  const { rows: tables } = await sql<{
    name: string;
  }>`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`.execute(db);
  const found: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !passing.includes(table.name))) {
    const { rows } = await sql<{ sum: string }>`SELECT
      md5(coalesce(string_agg(t::text, E'\n' ORDER BY t::text), '')) AS sum
      FROM ${sql.table(name)} t`.execute(db);
    found[name] = rows[0]?.sum ?? '';
  }
  return found;
}

/** Tries what must be refused with one of the statuses, and must leave everything as it was. */
export async function refused(
  house: House,
  attempt: () => Promise<Answered>,
  ...statuses: number[]
): Promise<Answered> {
  const before = await kept(house);
  const answer = await attempt();
  const wanted = statuses.length > 0 ? statuses : [403];
  assert.ok(wanted.includes(answer.status), `${answer.status}: ${answer.text}`);
  assert.deepEqual(await kept(house), before);
  return answer;
}

export async function allowed(attempt: () => Promise<Answered>): Promise<Answered> {
  const answer = await attempt();
  assert.equal(answer.status, 200, answer.text);
  return answer;
}
