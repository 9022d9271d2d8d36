import { added, type Change, removed } from '../change.ts';
import type { Grant, HolderKind, Id, Instant, RoleRef } from '../facts.ts';
import { refuse } from '../refusals.ts';
import type { World } from '../world.ts';
import { type Conferral, type Context, cover, coverTaking, may, need } from './actor.ts';
import { found } from './found.ts';

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

export function planGrant(context: Context, command: GrantCommand): Change[] {
  const { world } = context;
  found(world, 'project', command.project);
  const current = [...world.grants(command.holder, command.project)];
  if (command.do === 'grant.remove') return remove(context, command, current);
  found(world, command.holderKind === 'group' ? 'group' : 'member', command.holder);
  if (command.do === 'grant.add') {
    needOn(context, command.project, command.holder, 'create');
    if (current.length > 0)
      refuse({
        reason: 'taken',
        thing: 'project membership',
        field: subjectOf(world, command.holder),
        value: command.holder,
      });
  } else {
    needOn(context, command.project, command.holder, 'edit');
    if (current.length === 0)
      refuse({ reason: 'notFound', thing: 'membership', id: command.holder });
  }
  return replace(context, command, current);
}

function replace(
  context: Context,
  command: Exclude<GrantCommand, { do: 'grant.remove' }>,
  current: Grant[],
): Change[] {
  const { world, at } = context;
  if (!command.roles.some(({ from, until }) => from === null && until === null))
    refuse({ reason: 'invalid', field: 'roles', expected: 'at least one permanent role' });
  const kept: Grant[] = [];
  const fresh: Grant[] = [];
  for (const wanted of command.roles) {
    mustAssign(context, command.project, command.holder, wanted);
    const same = current.find((grant) => !kept.includes(grant) && isSame(grant, wanted));
    if (same) kept.push(same);
    else fresh.push(grantOf(command, wanted, current[0]?.membership ?? command.membership, at));
  }
  const dropped = current.filter((grant) => grant.role !== null && !kept.includes(grant));
  cover(context, conferrals(world, fresh));
  coverTaking(context, conferrals(world, dropped));
  return [
    ...dropped.map((grant) => removed('grant', grant)),
    ...fresh.map((grant) => added('grant', grant)),
  ];
}

function remove(
  context: Context,
  { project, holder }: { project: Id; holder: Id },
  current: Grant[],
): Change[] {
  needOn(context, project, holder, 'delete');
  if (current.length === 0) refuse({ reason: 'notFound', thing: 'membership', id: holder });
  coverTaking(context, conferrals(context.world, current));
  return current.map((grant) => removed('grant', grant));
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

export function conferrals(world: World, grants: readonly Grant[]): Conferral[] {
  return grants.flatMap((grant) => {
    const rules = world.rulesOfGrant(grant);
    return rules ? [{ project: grant.project, rules }] : [];
  });
}
