import assert from 'node:assert/strict';
import type { Db } from '../../src/store/db.ts';
import { forgetBlocked } from '../../src/usecases/session/throttle.ts';
import { contentsOf } from './contents.ts';
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
    const text = await textOf(response);
    return { status: response.status, text, body: parsed(text) };
  };

/** The body of an answer; of a stream without end only that it is one. */
export async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    return response.text();
  await response.body?.cancel();
  return 'a stream';
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** What an attempt may leave though nothing came of it: its entry in the log. */
const entries = ['access_heads', 'access_log', 'trail'];

export function dbOf({ nodes: [node] }: House) {
  assert.ok(node);
  return node.parts.db;
}

/** Lifts every wait of the throttle. */
export async function liftWaits(db: Db): Promise<void> {
  await db.deleteFrom('throttles').execute();
  forgetBlocked();
}

/** All that is kept, by table: the same before and after means that nothing was changed. */
export const kept = (house: House): Promise<Record<string, string>> =>
  contentsOf(dbOf(house), entries);

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
