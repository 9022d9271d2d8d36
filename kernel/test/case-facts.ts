import type { Snapshot } from '../spec/oracle.ts';
import type {
  Edge,
  Grant,
  Group,
  Id,
  Instant,
  Member,
  Rule,
  Source,
  Validity,
} from '../src/index.ts';
import { edgeOf, grantOf, groupOf, memberOf, projectOf, roleOf } from './build.ts';

/** How `cases/*.json` say facts: by name, and only what matters. */
export type Given = {
  users?: Record<string, Partial<Pick<Member, 'status' | 'roles'>>>;
  machines?: Record<string, Partial<Pick<Member, 'status' | 'roles'>>>;
  groups?: Record<string, Partial<Pick<Group, 'status' | 'role'>>>;
  projects?: string[];
  /** Custom roles; without `on`, of the organization. */
  roles?: Record<string, { on?: string; rules: Rule[] }>;
  /** Who is in which group. */
  in?: ({ who: string; group: string; by?: Source } & Window)[];
  /** Who has which role, or rules of its own, on which project. */
  has?: ({ who: string; on: string; role?: string; rules?: Rule[] } & Window)[];
};

/** Days or moments as ISO texts, in UTC; either may be left out. */
export type Window = { from?: string; until?: string };

export const instant = (text: string): Instant => {
  const parsed = Date.parse(text);
  if (Number.isNaN(parsed)) throw new Error(`\`${text}\` is not a moment`);
  return parsed;
};

export const validity = ({ from, until }: Window): Validity => ({
  from: from === undefined ? null : instant(from),
  until: until === undefined ? null : instant(until),
});

/** A misspelt word would be read as nothing said, so it is an error. */
export function onlyWords(said: object, words: readonly string[]): void {
  for (const word of Object.keys(said))
    if (!words.includes(word)) throw new Error(`\`${word}\` is none of ${words.join(', ')}`);
}

const wordsOfWindows = ['from', 'until'];
function checkWords(given: Given): void {
  onlyWords(given, ['users', 'machines', 'groups', 'projects', 'roles', 'in', 'has']);
  const people = [...Object.values(given.users ?? {}), ...Object.values(given.machines ?? {})];
  for (const one of people) onlyWords(one, ['status', 'roles']);
  for (const one of Object.values(given.groups ?? {})) onlyWords(one, ['status', 'role']);
  for (const one of Object.values(given.roles ?? {})) onlyWords(one, ['on', 'rules']);
  for (const one of given.in ?? []) onlyWords(one, ['who', 'group', 'by', ...wordsOfWindows]);
  for (const one of given.has ?? [])
    onlyWords(one, ['who', 'on', 'role', 'rules', ...wordsOfWindows]);
}

export function snapshotOf(given: Given): Snapshot {
  checkWords(given);
  const isGroup = (name: string) => Object.hasOwn(given.groups ?? {}, name);
  return {
    members: [...membersOf('user', given.users), ...membersOf('machineIdentity', given.machines)],
    groups: Object.entries(given.groups ?? {}).map(([name, said]) => groupOf(name, said)),
    projects: (given.projects ?? []).map(projectOf),
    roles: Object.entries(given.roles ?? {}).map(([name, { on, rules }]) =>
      roleOf(name, on ?? null, rules),
    ),
    edges: (given.in ?? []).map((said) => edgeSaid(said, isGroup(said.who))),
    managers: [],
    grants: (given.has ?? []).map((said, n) => grantSaid(said, isGroup(said.who), n)),
  };
}

const membersOf = (kind: Member['kind'], said: Given['users'] = {}): Member[] =>
  Object.entries(said).map(([name, known]) => memberOf(name, { kind, ...known }));

export const edgeSaid = (
  said: { who: Id; group: Id; by?: Source } & Window,
  isGroup: boolean,
): Edge =>
  edgeOf(said.who, said.group, {
    memberKind: isGroup ? 'group' : 'principal',
    source: said.by ?? 'manual',
    ...validity(said),
  });

const grantSaid = (said: NonNullable<Given['has']>[number], isGroup: boolean, n: number): Grant =>
  grantOf(said.who, said.on, said.rules ?? said.role ?? '', {
    id: `grant ${n}`,
    holderKind: isGroup ? 'group' : 'principal',
    ...validity(said),
  });
