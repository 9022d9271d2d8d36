import type { Command, Id, Refusal, Refused } from '@coterie/kernel';
import { isId } from '@coterie/kernel';
import { Denied } from '../../access/change.ts';
import { idsOf, namesOf } from '../../access/names.ts';
import { contentNames } from '../../store/content/things.ts';
import type { Deed } from '../../store/log/log.ts';
import { leaveEntry } from '../../store/log/trail.ts';
import type { Caller, Parts } from '../parts.ts';

type Notes = Pick<Parts, 'db' | 'worlds' | 'logKeys' | 'attempts' | 'now'>;
/** What was called: its key is its method and path. */
export type Tried = {
  key: string;
  summary: string;
  params: unknown;
  query: unknown;
  body: unknown;
};

/** Refusals that say something of who asked, rather than of what was asked. */
const reasons: ReadonlySet<Refusal['reason']> = new Set(['forbidden', 'exceeds', 'lastAdmin']);
export const isAttempt = ({ reason }: Refusal): boolean => reasons.has(reason);

/** What is shown of one attempt at most: names, and letters of each. */
const mostNames = 20;
const longest = 100;

/** A refused attempt at changing something stays on record, though nothing else of it does. */
export async function noteRefused(
  parts: Notes,
  caller: Caller,
  tried: Tried,
  error: Refused,
): Promise<void> {
  const { refusal } = error;
  if (caller.org === null || !isAttempt(refusal)) return;
  const sent = [tried.params, tried.query, tried.body].flatMap((one) => namesSent(one));
  const commands = error instanceof Denied ? error.commands : null;
  const ids = [
    ...new Set([...(commands ?? []).flatMap(idsWithin), ...sent.flatMap(({ id }) => id ?? [])]),
  ];
  const names = await namesNow(parts, caller.org, [caller.principal, ...ids.slice(0, mostNames)]);
  const called = sent.flatMap(({ id, text }) => (id === undefined ? text : (names[id] ?? [])));
  const told = [...new Set(called)].slice(0, mostNames);
  const what = commands ? describe(commands, names) : `${tried.summary}:`;
  const name = [what, ...told.filter((one) => !what.includes(one))].join(' ');
  await leaveRefused(parts, caller, tried.key, {
    command: commands ? commands.map((one) => one.do).join(' ') : 'access.refuse',
    version: error instanceof Denied ? error.version : caller.accessVersion,
    deeds: [{ do: 'access.refuse', name, more: inShort(refusal) }],
    names,
  });
}

/** Of many things asked for at once, those that were refused though others were done. */
export async function noteItemsRefused(
  parts: Notes,
  caller: Caller,
  { key, what, ids, version }: { key: string; what: string; ids: readonly Id[]; version: number },
  items: readonly { item: string; refusal: Refusal | null }[],
): Promise<void> {
  const refused = items.flatMap(({ item, refusal }) =>
    refusal && isAttempt(refusal) ? [{ item, why: inShort(refusal) }] : [],
  );
  if (caller.org === null || refused.length === 0) return;
  const all = [...ids, ...refused.map(({ item }) => item)];
  const names = await namesNow(parts, caller.org, [caller.principal, ...idsOf([all])]);
  const deeds = [...Map.groupBy(refused, ({ why }) => why)].map(([more, same]): Deed => {
    const shown = same.slice(0, mostNames).map(({ item }) => names[item] ?? short(item));
    const left = same.length - shown.length;
    const name = [what, ...ids.flatMap((id) => names[id] ?? []), ...shown].join(' ');
    return { do: 'access.refuse', name: left > 0 ? `${name} and ${left} more` : name, more };
  });
  await leaveRefused(parts, caller, key, { command: what, version, deeds, names });
}

async function leaveRefused(
  { db, logKeys, attempts, now }: Notes,
  { org, principal, kind, from }: Caller,
  key: string,
  {
    command,
    version,
    deeds,
    names,
  }: { command: string; version: number; deeds: readonly Deed[]; names: Record<Id, string> },
): Promise<void> {
  if (org === null) return;
  const at = now();
  const texts = deeds.map(({ name, more }) => [name, more]);
  const of = JSON.stringify([org, principal, key, texts.map(([, more]) => more)]);
  const taken = attempts.take(of, JSON.stringify(texts), at);
  if (taken === null) return;
  const told = deeds.map((deed) =>
    taken === 'last' ? { ...deed, more: `${deed.more}; more like it in this minute` } : deed,
  );
  await leaveEntry(
    db,
    logKeys,
    { org, at: new Date(at), version },
    {
      actor: { id: principal, kind },
      command,
      request: from,
      reason: null,
      changes: [],
      deeds: told,
      names,
    },
  );
}

const namesNow = async ({ db, worlds }: Notes, org: Id, ids: readonly Id[]) => ({
  ...(await contentNames(db, org, ids)),
  ...(await namesOf(db, org, (await worlds.now(org)) ?? null, ids)),
});

const inShort = (refusal: Refusal): string =>
  'subject' in refusal ? `${refusal.reason} ${refusal.subject}:${refusal.action}` : refusal.reason;

const short = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;

/** Every id in a command, however deep. */
const idsWithin = (value: unknown): Id[] => {
  if (typeof value === 'string') return idsOf([[value]]);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsWithin) : [];
};

/** Commands with the names of what they speak of, and no more of them than an entry can show. */
const describe = (commands: readonly Command[], names: Readonly<Record<Id, string>>): string =>
  commands
    .slice(0, mostNames)
    .map(({ do: name, ...rest }) =>
      [name, ...idsWithin(rest).flatMap((id) => names[id] ?? [])].join(' '),
    )
    .join('; ');

/** Fields that say how something is called or where it is: of all others, values among them, nothing is told. */
const naming =
  /^(slug|name|(.+(Name|Slug|IdOrName))|secretKey|tagSlugs?|environment|path|secretPath|directory|username|usernames|emails?|role|roles)$/;
/** What is told by nothing but its being there. */
const untold = new Set(['permissions', 'conditions', 'secretMetadata', 'metadata']);

/** What a request names, by id or in words. */
function namesSent(carried: unknown, field = ''): { id?: Id; text: string }[] {
  if (typeof carried === 'string') {
    if (isId(carried)) return [{ id: carried.toLowerCase(), text: '' }];
    return naming.test(field) && carried !== '' ? [{ text: short(carried) }] : [];
  }
  if (Array.isArray(carried)) return carried.flatMap((one) => namesSent(one, field));
  if (typeof carried !== 'object' || carried === null) return [];
  return Object.entries(carried).flatMap(([key, value]) =>
    untold.has(key) ? [] : namesSent(value, key),
  );
}
