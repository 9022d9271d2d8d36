import { added, type Change, removed } from '../change.ts';
import {
  type Grant,
  type HolderKind,
  type Id,
  type Instant,
  isOver,
  type RoleRef,
} from '../facts.ts';
import { refuse } from '../refusals.ts';
import type { World } from '../world.ts';
import { type Context, may, need } from './actor.ts';
import { found } from './found.ts';
import { endOf, type Stake } from './stakes.ts';

export type WantedRole = {
  id: Id;
  role: RoleRef;
  from: Instant | null;
  until: Instant | null;
  range: string | null;
};

/** Puts a holder on a project, or gives it other roles there. `membership` is used when it is not there yet. */
export type GrantCommand =
  | {
      do: 'grant.add' | 'grant.replace';
      project: Id;
      holder: Id;
      holderKind: HolderKind;
      membership: Id;
      roles: readonly WantedRole[];
    }
  | { do: 'grant.remove'; project: Id; holder: Id };

type Wanted = Exclude<GrantCommand, { do: 'grant.remove' }>;

const current = ({ world }: Context, { holder, project }: GrantCommand): Grant[] => [
  ...world.grants(holder, project),
];

export function needGrant(context: Context, command: Wanted): void {
  const { world } = context;
  found(world, 'project', command.project);
  found(world, command.holderKind === 'group' ? 'group' : 'member', command.holder);
  needOn(context, command.project, command.holder, command.do === 'grant.add' ? 'create' : 'edit');
  for (const wanted of command.roles) mustAssign(context, command.project, command.holder, wanted);
}

export function needRemove(
  context: Context,
  { project, holder }: { project: Id; holder: Id },
): void {
  found(context.world, 'project', project);
  needOn(context, project, holder, 'delete');
}

/** What of the roles wanted is not there yet. */
export const given = (context: Context, command: Wanted): Stake[] =>
  stakesOf(context.world, sorted(context, command).fresh, context.at);

/** What of the roles there is not wanted any more. */
export const taken = (context: Context, command: GrantCommand): Stake[] =>
  stakesOf(
    context.world,
    command.do === 'grant.remove' ? current(context, command) : sorted(context, command).dropped,
    context.at,
  );

/** The holder, when it is a principal. */
export const holderOf = ({ holderKind, holder }: { holderKind: HolderKind; holder: Id }) =>
  holderKind === 'principal' ? holder : null;

export function planGrant(context: Context, command: GrantCommand): Change[] {
  const known = current(context, command);
  if (command.do === 'grant.add' && known.length > 0)
    refuse({
      reason: 'taken',
      thing: 'project membership',
      field: subjectOf(context.world, command.holder),
      value: command.holder,
    });
  if (command.do !== 'grant.add' && known.length === 0)
    refuse({ reason: 'notFound', thing: 'membership', id: command.holder });
  if (command.do === 'grant.remove') return known.map((grant) => removed('grant', grant));
  if (!command.roles.some(({ from, until }) => from === null && until === null))
    refuse({ reason: 'invalid', field: 'roles', expected: 'at least one permanent role' });
  const { fresh, dropped } = sorted(context, command);
  return [
    ...dropped.map((grant) => removed('grant', grant)),
    ...fresh.map((grant) => added('grant', grant)),
  ];
}

/** The roles wanted beside those that are there: what is the same stays. */
function sorted(context: Context, command: Wanted): { fresh: Grant[]; dropped: Grant[] } {
  const known = current(context, command);
  const kept: Grant[] = [];
  const fresh: Grant[] = [];
  for (const wanted of command.roles) {
    const same = known.find((grant) => !kept.includes(grant) && isSame(grant, wanted));
    if (same) kept.push(same);
    else
      fresh.push(grantOf(command, wanted, known[0]?.membership ?? command.membership, context.at));
  }
  return { fresh, dropped: known.filter((grant) => grant.role !== null && !kept.includes(grant)) };
}

/** The subject under which a holder's grants are administered in a project. */
export function subjectOf(world: World, holder: Id): 'groups' | 'member' | 'identity' {
  if (world.get('group', holder)) return 'groups';
  return world.get('member', holder)?.kind === 'machineIdentity' ? 'identity' : 'member';
}

export function attributesOf(world: World, holder: Id, subject: string): Record<string, string> {
  if (subject === 'groups') return { groupName: world.get('group', holder)?.name ?? '' };
  return subject === 'identity' ? { identityId: holder } : {};
}

export function needOn(context: Context, project: Id, holder: Id, action: string): void {
  const subject = subjectOf(context.world, holder);
  need(context, subject, action, project, attributesOf(context.world, holder, subject));
}

function mustAssign(context: Context, project: Id, holder: Id, wanted: WantedRole): void {
  const { world } = context;
  if (!world.rulesOf(wanted.role, project))
    refuse({
      reason: 'invalid',
      field: 'roles',
      expected: 'roles of this project: admin, member, viewer, no-access or a custom one',
    });
  if (wanted.from !== null && wanted.until !== null && wanted.until <= wanted.from)
    refuse({ reason: 'invalid', field: 'until', expected: 'a moment after `from`' });
  const subject = subjectOf(world, holder);
  const attributes = {
    ...attributesOf(world, holder, subject),
    assignableRole: world.get('role', wanted.role)?.slug ?? wanted.role,
  };
  if (!may(context, subject, 'grant-privileges', project, attributes))
    need(context, subject, 'assign-role', project, attributes);
}

const isSame = (grant: Grant, wanted: WantedRole): boolean =>
  grant.role === wanted.role && grant.from === wanted.from && grant.until === wanted.until;

const grantOf = (
  { project, holder, holderKind }: { project: Id; holder: Id; holderKind: HolderKind },
  wanted: WantedRole,
  membership: Id,
  at: Instant,
): Grant => ({
  ...wanted,
  membership,
  project,
  holder,
  holderKind,
  rules: null,
  slug: null,
  createdAt: at,
});

export const stakesOf = (world: World, grants: readonly Grant[], at: Instant): Stake[] =>
  grants.flatMap((grant) => {
    const rules = isOver(grant, at) ? undefined : world.rulesOfGrant(grant);
    return rules ? [{ project: grant.project, rules, until: endOf(grant.until) }] : [];
  });
