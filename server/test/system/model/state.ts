/**
 * What may be, in the fewest words: facts by name, kept in one map so that two states are easily told apart.
 *
 * `user ada` → active or suspended · `token 3` → whose · `group g1` → active or suspended · `ada in g1`, `g2 in g1` ·
 * `project p1` · `shape p1` → what its role `shaped` says · `ada on p1` → her roles there
 */
export type State = ReadonlyMap<string, string>;
type Draft = Map<string, string>;

/** What the rules of a project's role `shaped` say about secrets. */
export const shapes = {
  both: [{ subject: 'secrets', action: ['describeSecret', 'readValue'] }],
  describe: [{ subject: 'secrets', action: ['describeSecret'] }],
  none: [{ subject: 'tags', action: ['read'] }],
  deny: [{ subject: 'secrets', action: ['readValue'], inverted: true }],
} as const;
export type Shape = keyof typeof shapes;

export type Change =
  | { do: 'join' | 'leave'; who: string; group: string }
  | { do: 'nest' | 'unnest'; who: string; group: string }
  | { do: 'createGroup' | 'deleteGroup'; group: string }
  | { do: 'setGroup'; group: string; status: 'active' | 'suspended' }
  | { do: 'setUser'; who: string; status: 'active' | 'suspended' }
  | { do: 'signIn'; who: string; token: number }
  | { do: 'grant' | 'replace'; who: string; project: string; roles: readonly string[] }
  | { do: 'revoke'; who: string; project: string }
  | { do: 'shape'; project: string; shape: Shape }
  | { do: 'createProject'; project: string };
export type Question =
  | { do: 'read'; who: string; token: number; project: string }
  | { do: 'check'; who: string; project: string };
export type Operation = Change | Question;

type Does<V extends Operation['do']> = Operation & { do: V };

/** Each changes the draft, if it may, and gives the outcome that must be answered. */
const meaning: { readonly [V in Operation['do']]: (draft: Draft, given: Does<V>) => string } = {
  join: (draft, { who, group }) => {
    if (!draft.has(`group ${group}`)) return 'refused';
    draft.set(`${who} in ${group}`, '');
    return 'done';
  },
  leave: take,
  nest: (draft, { who, group }) => {
    if (!draft.has(`group ${group}`) || !draft.has(`group ${who}`)) return 'refused';
    if (who === group || groupsAbove(draft, group, () => true).has(who)) return 'refused';
    draft.set(`${who} in ${group}`, '');
    return 'done';
  },
  unnest: take,
  createGroup: (draft, { group }) => {
    draft.set(`group ${group}`, 'active');
    return 'done';
  },
  deleteGroup: (draft, { group }) => {
    if (!draft.delete(`group ${group}`)) return 'refused';
    for (const fact of [...draft.keys()])
      if (fact.startsWith(`${group} in `) || fact.startsWith(`${group} on `)) draft.delete(fact);
      else if (fact.endsWith(` in ${group}`)) draft.delete(fact);
    return 'done';
  },
  setGroup: (draft, { group, status }) => {
    if (!draft.has(`group ${group}`)) return 'refused';
    draft.set(`group ${group}`, status);
    return 'done';
  },
  setUser: (draft, { who, status }) => {
    draft.set(`user ${who}`, status);
    if (status === 'suspended')
      for (const [fact, whose] of [...draft])
        if (fact.startsWith('token ') && whose === who) draft.delete(fact);
    return 'done';
  },
  signIn: (draft, { who, token }) => {
    draft.set(`token ${token}`, who);
    return 'done';
  },
  grant: (draft, { who, project, roles }) => {
    if (isGone(draft, who) || draft.has(`${who} on ${project}`)) return 'refused';
    draft.set(`${who} on ${project}`, written(roles));
    return 'done';
  },
  replace: (draft, { who, project, roles }) => {
    if (!draft.has(`${who} on ${project}`)) return 'refused';
    draft.set(`${who} on ${project}`, written(roles));
    return 'done';
  },
  revoke: (draft, { who, project }) => (draft.delete(`${who} on ${project}`) ? 'done' : 'refused'),
  shape: (draft, { project, shape }) => {
    draft.set(`shape ${project}`, shape);
    return 'done';
  },
  createProject: (draft, { project }) => {
    draft.set(`project ${project}`, '');
    draft.set(`shape ${project}`, 'both');
    return 'done';
  },
  read: (state, { who, token, project }) =>
    state.has(`token ${token}`) ? sees(state, who, project) : 'nothing',
  check: (state, { who, project }) => (sees(state, who, project) === 'the value' ? 'yes' : 'no'),
};

/** The state after an operation, and the outcome it must have. */
export function carriedOut(state: State, operation: Operation): { state: State; outcome: string } {
  const draft = new Map(state);
  const act = meaning[operation.do] as (draft: Draft, given: Operation) => string;
  const outcome = act(draft, operation);
  return { state: draft, outcome };
}

function take(draft: Draft, { who, group }: { who: string; group: string }): string {
  return draft.delete(`${who} in ${group}`) ? 'done' : 'refused';
}

/** Nobody is granted to a group that was deleted; users stay. */
const isGone = (state: State, who: string): boolean =>
  !state.has(`group ${who}`) && !state.has(`user ${who}`);

export const written = (roles: readonly string[]): string => roles.toSorted().join(' ');

/** The groups that someone is in, through others too, as far as they count. */
function groupsAbove(state: State, who: string, counts: (group: string) => boolean): Set<string> {
  const found = new Set<string>();
  const look = [who];
  for (let one = look.pop(); one !== undefined; one = look.pop())
    for (const fact of state.keys()) {
      const [member, group] = fact.split(' in ');
      if (member !== one || group === undefined || found.has(group) || !counts(group)) continue;
      found.add(group);
      look.push(group);
    }
  return found;
}

/** What someone is shown of a project's secret. */
function sees(state: State, who: string, project: string): 'the value' | 'the name' | 'nothing' {
  if (state.get(`user ${who}`) !== 'active') return 'nothing';
  const isActive = (group: string) => state.get(`group ${group}`) === 'active';
  const holders = [who, ...groupsAbove(state, who, isActive)];
  const roles = holders.flatMap((one) => state.get(`${one} on ${project}`)?.split(' ') ?? []);
  const shape = state.get(`shape ${project}`);
  const means = new Set(roles.map((role) => (role === 'shaped' ? shape : builtIn[role])));
  if (!means.has('both') && !means.has('describe')) return 'nothing';
  return means.has('both') && !means.has('deny') ? 'the value' : 'the name';
}

const builtIn: Record<string, Shape> = { viewer: 'both', member: 'both', 'no-access': 'none' };
