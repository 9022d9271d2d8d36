import {
  type Because,
  type Blocker,
  type Change,
  type Refusal,
  type Right,
  type Rule,
  subjectsOf,
  type World,
} from '@coterie/kernel';

/** What the console, logs and refusals say, in words a person uses. */

/** Why a question has its answer; `unknown` is asked of someone or something that is not there. */
export const verdicts: Record<Because | 'unknown', string> = {
  allowed: 'Yes: a role allows it and nothing denies it.',
  denied: 'No: a deny rule wins over every allow.',
  noRule: 'No: none of the roles held there allows it.',
  noRoute: 'No: nothing leads there, neither directly nor by a group.',
  unknown: 'No: there is no such subject or resource.',
};

const actionWords: Record<string, string> = {
  read: 'see',
  create: 'create',
  edit: 'change',
  delete: 'delete',
  describeSecret: 'see the names of',
  readValue: 'read the values of',
  'add-members': 'add members to',
  'remove-members': 'remove members from',
  'add-identities': 'add machine identities to',
  'remove-identities': 'remove machine identities from',
  'grant-privileges': 'grant privileges to',
  'assign-role': 'assign roles to',
};

const labelOf = (subject: string): string =>
  (
    subjectsOf('project')[subject]?.label ??
    subjectsOf('organization')[subject]?.label ??
    subject
  ).toLowerCase();

export function rightInWords({ subject, action, conditions }: Right): string {
  const verb = actionWords[action] ?? action.replaceAll('-', ' ');
  return `${verb} ${labelOf(subject)}${conditions ? ` where ${conditionsInWords(conditions)}` : ''}`;
}

export function ruleInWords(rule: Rule): string {
  const actions = typeof rule.action === 'string' ? [rule.action] : rule.action;
  const verbs = actions.map((action) => actionWords[action] ?? action.replaceAll('-', ' '));
  const where = rule.conditions ? `, where ${conditionsInWords(rule.conditions)}` : '';
  return `${rule.inverted ? 'deny' : 'allow'}: ${verbs.join(', ')} ${labelOf(rule.subject)}${where}`;
}

const operatorWords: Record<string, string> = {
  $eq: 'is',
  $ne: 'is not',
  $in: 'is one of',
  $glob: 'matches',
  $all: 'has all of',
  $elemMatch: 'has one with',
};

function conditionsInWords(conditions: NonNullable<Rule['conditions']>): string {
  return Object.entries(conditions)
    .flatMap(([key, value]) =>
      typeof value === 'string'
        ? [`${key} is ${value}`]
        : Object.entries(value ?? {}).map(([operator, operand]) => {
            const text =
              typeof operand === 'string'
                ? operand
                : Array.isArray(operand)
                  ? operand.join(', ')
                  : JSON.stringify(operand);
            return `${key} ${operatorWords[operator] ?? operator} ${text}`;
          }),
    )
    .join(' and ');
}

const day = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 16);

export function blockerInWords(world: World, blocker: Blocker): string {
  switch (blocker.kind) {
    case 'member':
      return blocker.status === 'suspended'
        ? 'the membership in the organization is suspended'
        : 'the invitation is not accepted yet';
    case 'group':
      return `the group ${world.get('group', blocker.group)?.name ?? ''} is suspended`;
    case 'edge':
      return blocker.when === 'over'
        ? `the group membership ended ${day(blocker.at)}`
        : `the group membership begins ${day(blocker.at)}`;
    case 'grant':
      return blocker.when === 'over'
        ? `the role ended ${day(blocker.at)}`
        : `the role begins ${day(blocker.at)}`;
  }
}

/** What a field of a group is called, where its own name is no word. */
const groupWords: Record<string, string> = { longest: 'longest membership let in by an owner' };

/** One change in words, with the names that are still known. */
export function changeInWords(change: Change, name: (id: string) => string): string {
  const verb = change.before === null ? 'added' : change.after === null ? 'removed' : 'changed';
  switch (change.kind) {
    case 'member': {
      const fact = change.after ?? change.before;
      if (change.before && change.after && change.before.status !== change.after.status)
        return `${name(change.after.id)} is now ${change.after.status}`;
      const roles = fact?.roles.map(name).join(', ') ?? '';
      if (verb === 'changed')
        return `${name(fact?.id ?? '')} now has the organization role ${roles}`;
      return verb === 'added'
        ? `${name(fact?.id ?? '')} joined the organization as ${roles}`
        : `${name(fact?.id ?? '')} left the organization`;
    }
    case 'group': {
      const { before, after } = change;
      const said = (value: string | number | null | undefined) =>
        typeof value === 'number' ? `${value / 1000} s` : name(value ?? 'none');
      if (before && after)
        return `the group ${before.name} changed: ${(
          ['name', 'slug', 'description', 'role', 'status', 'longest'] as const
        )
          .filter((key) => before[key] !== after[key])
          .map((key) => `${groupWords[key] ?? key} ${said(before[key])} → ${said(after[key])}`)
          .join(', ')}`;
      return `the group ${(after ?? before)?.name ?? ''} was ${after ? 'created' : 'deleted'}`;
    }
    case 'edge': {
      const edge = change.after ?? change.before;
      const who = `${name(edge?.member ?? '')}`;
      const where = name(edge?.group ?? '');
      return verb === 'added'
        ? `${who} joined ${where}${edge?.byOwner ? ', let in by an owner of the group' : ''}`
        : verb === 'removed'
          ? `${who} left ${where}`
          : `the membership of ${who} in ${where} changed`;
    }
    case 'manager': {
      const manager = change.after ?? change.before;
      const kind = manager?.kind === 'owner' ? ' as owner' : '';
      return `${name(manager?.holder ?? '')} ${verb === 'removed' ? 'no longer manages' : 'manages'} ${name(manager?.group ?? '')}${kind}`;
    }
    case 'project':
      return `the project ${(change.after ?? change.before)?.name ?? ''} was ${verb === 'added' ? 'created' : verb === 'removed' ? 'deleted' : 'changed'}`;
    case 'grant': {
      const grant = change.after ?? change.before;
      const what = grant?.role
        ? `the role ${name(grant.role)}`
        : `the privilege ${grant?.slug ?? ''}`;
      const until = change.after?.until ? ` until ${day(change.after.until)}` : '';
      return verb === 'removed'
        ? `${name(grant?.holder ?? '')} lost ${what} in ${name(grant?.project ?? '')}`
        : `${name(grant?.holder ?? '')} has ${what} in ${name(grant?.project ?? '')}${until}`;
    }
    case 'role':
      return `the role ${(change.after ?? change.before)?.name ?? ''} was ${verb === 'added' ? 'created' : verb === 'removed' ? 'deleted' : 'changed'}`;
  }
}

/** A refusal: what happened, why, and what to do. */
export function refusalInWords(refusal: Refusal): string {
  switch (refusal.reason) {
    case 'forbidden':
      return `you lack the permission ${refusal.subject}:${refusal.action} ${place(refusal.project)} (to ${rightInWords(refusal)})${hinted(refusal.groups)}`;
    case 'exceeds':
      return refusal.until === undefined
        ? `this concerns the permission ${refusal.subject}:${refusal.action} ${place(refusal.project)}, which you do not hold yourself; ask someone who does`
        : `this concerns the permission ${refusal.subject}:${refusal.action} ${place(refusal.project)}, which you hold until ${day(refusal.until)} only: choose an end no later than that, or ask someone who holds it for good`;
    case 'outgrown':
      return 'this invitation would let you in to more than whoever made it may give by now; ask for a new one';
    case 'notFound':
      return `no ${refusal.thing} \`${refusal.id}\`${refusal.at ? ` ${refusal.at}` : ''} was found`;
    case 'taken':
      return refusal.field === 'slug' || refusal.field === 'name' || refusal.field === 'secretName'
        ? `there is a ${refusal.thing} with the ${refusal.field} \`${refusal.value}\` already; choose another`
        : `this ${refusal.thing} is there already (${refusal.field} \`${refusal.value}\`)`;
    case 'builtInRole':
      return `\`${refusal.role}\` is a built-in role, which cannot be changed; make a custom role instead`;
    case 'cycle':
      return 'a group cannot be in itself, by whatever way';
    case 'tooDeep':
      return `groups can be nested at most ${refusal.most} deep`;
    case 'notActive':
      return 'you are not an active member of this organization';
    case 'stale':
      return `someone else changed this ${refusal.thing} since you looked at it; look again, and repeat the change if it still holds`;
    case 'lastAdmin':
      return 'this would leave the organization without an active admin who may all that an admin may, and for good; make someone else admin first';
    case 'inUse':
      return refusal.thing === 'delete protection'
        ? 'this is protected against deletion; switch the protection off first'
        : `this ${refusal.thing} is still in use (${refusal.count}); empty or release it first`;
    case 'cutsOff':
      return cutOffInWords(refusal);
    case 'invalid':
      return `\`${refusal.field}\`: expected ${refusal.expected}`;
  }
}

function cutOffInWords({ count, names }: { count: number; names: readonly string[] }): string {
  const hidden = count - names.length;
  const rest = hidden > 0 ? [`${hidden} that you may not see`] : [];
  return `${count === 1 ? 'a reference' : `${count} references`} elsewhere would lead nowhere, and you may not change ${count === 1 ? 'it' : 'them'}: ${[...names, ...rest].join(', ')}; ask someone who may, or send \`force\` to rename all the same`;
}

const hinted = (groups: readonly { name: string }[] = []): string =>
  groups.length === 0
    ? ''
    : `; ${groups.length === 1 ? 'the group' : 'any of the groups'} ${groups.map(({ name }) => name).join(', ')} would give it`;

const place = (project: string | null): string =>
  project === null ? 'in this organization' : 'in this project';
