import { type Asked, ask, type Judged } from '../../usecases/access/ask.ts';
import type { Caller, Parts } from '../../usecases/parts.ts';
import { verdicts } from '../present/words.ts';

/**
 * Checks (AuthZEN evaluation and evaluations) of a body that is as plain as can be: whole questions about ids, without
 * defaults and options. Undefined for any other, also for one that the ordinary way would refuse.
 */

type Body = Record<string, unknown>;

/** The answer to a body of one question, as text. */
export async function oneCheck(parts: Parts, caller: Caller, text: string) {
  const body = parsed(text);
  if (!body || !isQuestion(body)) return undefined;
  return written((await ask(parts, caller, [])).judge(body), 0);
}

/** The answers to a body of many questions, as text. */
export async function manyChecks(parts: Parts, caller: Caller, text: string) {
  const body = parsed(text);
  const { evaluations } = body ?? {};
  if (!body || !Array.isArray(evaluations) || !isPlain(body, evaluations)) return undefined;
  const asking = await ask(parts, caller, []);
  const told = (evaluations as Asked[]).map((one, n) => written(asking.judge(one), n));
  return `{"evaluations":[${told.join(',')}]}`;
}

const most = 10_000;
const defaults = ['subject', 'action', 'resource', 'options'] as const;
const isPlain = (body: Body, evaluations: readonly unknown[]): boolean =>
  evaluations.length > 0 &&
  evaluations.length <= most &&
  defaults.every((name) => body[name] === undefined) &&
  isRecord(body.context) &&
  evaluations.every(isQuestion);

/** Whatever could be anything else than it seems is left to the ordinary way: names of prototypes, escaped letters. */
function parsed(text: string): Body | undefined {
  if (text.includes('__proto__') || text.includes('constructor') || text.includes('\\u'))
    return undefined;
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Body) : undefined;
}

function isQuestion(value: unknown): value is Asked {
  if (typeof value !== 'object' || value === null) return false;
  const { subject, action, resource, context } = value as Body;
  if (typeof action !== 'object' || action === null) return false;
  const { name, properties } = action as Body;
  return (
    isEntity(subject) &&
    isEntity(resource) &&
    !subject.id.includes('@') &&
    isText(name) &&
    isRecord(properties) &&
    isRecord(context)
  );
}

function isEntity(value: unknown): value is { type: string; id: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { type, id, properties } = value as Body;
  return isText(type) && isText(id) && isRecord(properties);
}

const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= 1024;
const isRecord = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value));

const reasons = new Map(
  Object.entries(verdicts).map(([because, words]) => [because, JSON.stringify(words)]),
);
const written = ({ because, version }: Judged, n: number): string =>
  `{"decision":${because === 'allowed'},"context":{"id":"${n}","reason_user":{"en":${reasons.get(because)}},"access_version":${version}}}`;
