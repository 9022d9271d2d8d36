import { added, altered, type Change, removed } from '../change.ts';
import type { Id, Member, RoleRef } from '../facts.ts';
import { refuse } from '../refusals.ts';
import { type Context, may, need } from './actor.ts';
import { found } from './found.ts';
import { ever, heldByMember, type Stake } from './stakes.ts';
import { type Alteration, holds } from './weigh.ts';

export type MemberCommand =
  | { do: 'member.add'; member: Member }
  | { do: 'member.setRoles'; principal: Id; roles: readonly RoleRef[] }
  | { do: 'member.suspend' | 'member.reactivate' | 'member.remove'; principal: Id }
  /**
   * `inviter` made the invitation; `isProven` says that its token went to the address alone; `shownTo` are those in whose
   * hands the account may be.
   */
  | {
      do: 'member.accept';
      principal: Id;
      inviter: Id | null;
      isProven: boolean;
      shownTo?: readonly Id[];
    }
  /** Its address was proven: it is in nobody else's hands any more. */
  | { do: 'member.prove'; principal: Id }
  /** Changes how a principal signs in, which needs all that it may do: no fact changes. */
  | { do: 'member.control'; principal: Id; action: string };

type Existing = Exclude<MemberCommand, { do: 'member.add' }>;
type Roles = Extract<MemberCommand, { do: 'member.setRoles' }>;

export const subjectOf = (member: Member) => (member.kind === 'user' ? 'member' : 'identity');

const existing = ({ world }: Context, { principal }: { principal: Id }): Member =>
  found(world, 'member', principal);

/** The right to act so on members of that kind. */
export const needOn = (action: string) => (context: Context, command: Existing) =>
  need(context, subjectOf(existing(context, command)), action, null);

export function needAdd(context: Context, { member }: { member: Member }): void {
  need(context, subjectOf(member), 'create', null);
  needGrantTo(context, member, member.roles);
}

export function needSetRoles(context: Context, command: Roles): void {
  const member = existing(context, command);
  need(context, subjectOf(member), 'edit', null);
  needGrantTo(context, member, command.roles);
}

/** An identity's roles need the right to grant as well. */
function needGrantTo(context: Context, { kind }: Member, roles: readonly RoleRef[]): void {
  if (roles.length === 0)
    refuse({ reason: 'invalid', field: 'role', expected: 'at least one organization role' });
  const gives = roles.some((role) => roleRules(context, role).rules.length > 0);
  if (kind === 'machineIdentity' && gives) need(context, 'identity', 'grant-privileges', null);
}

/** Only the product itself accepts, for an inviter who still may invite, and still holds what would be had by it. */
export function needInvitation(
  context: Context,
  { principal, inviter, isProven }: Extract<MemberCommand, { do: 'member.accept' }>,
): void {
  needProduct(context);
  const member = found(context.world, 'member', principal);
  if (member.status !== 'invited') missing();
  const asInviter: Context = {
    world: context.world,
    actor: { principal: inviter ?? missing() },
    at: context.at,
  };
  if (!may(asInviter, 'member', 'create', null)) missing();
  if (!isProven && !holds(asInviter, heldByMember(context.world, principal, context.at)))
    refuse({ reason: 'outgrown' });
}

/** Only the product itself. */
export function needProduct({ actor }: Context): void {
  if (actor !== 'system')
    refuse({ reason: 'forbidden', subject: 'member', action: 'edit', project: null });
}

/** In the one text that an unknown link gets: it names nobody. */
const missing = (): never => refuse({ reason: 'notFound', thing: 'invitation', id: 'this link' });

export const rolesOf = (context: Context, { member }: { member: Member }): Stake[] =>
  member.roles.map((role) => ({ project: null, rules: roleRules(context, role), until: ever }));

/** Other roles in the place of those that a member has. */
export function otherRoles(context: Context, command: Roles): Alteration[] {
  const rules = (roles: readonly RoleRef[]) => roles.map((role) => roleRules(context, role));
  const { roles } = existing(context, command);
  return [{ project: null, before: rules(roles), after: rules(command.roles) }];
}

export const needControl = (
  context: Context,
  command: Extract<MemberCommand, { do: 'member.control' }>,
): void => needOn(command.action)(context, command);

export const held = ({ world, at }: Context, { principal }: { principal: Id }): Stake[] =>
  heldByMember(world, principal, at);

export function planMember(context: Context, command: MemberCommand): Change[] {
  if (command.do === 'member.add') return add(context, command.member);
  const member = existing(context, command);
  switch (command.do) {
    case 'member.setRoles':
      return setRoles(member, command.roles);
    case 'member.suspend':
      return setStatus(member, 'suspended');
    case 'member.reactivate':
      return setStatus(member, 'active');
    case 'member.accept':
      return [
        altered('member', member, inHandsOf({ ...member, status: 'active' }, command.shownTo)),
      ];
    case 'member.prove':
      return member.shownTo ? [altered('member', member, inHandsOf(member, []))] : [];
    case 'member.control':
      return [];
    case 'member.remove':
      return forget(context, member);
  }
}

function add({ world }: Context, member: Member): Change[] {
  if (world.get('member', member.id))
    refuse({
      reason: 'taken',
      thing: 'member',
      field: member.kind === 'user' ? 'email' : 'id',
      value: member.id,
    });
  return [added('member', member)];
}

const inHandsOf = ({ shownTo: _, ...member }: Member, shownTo: readonly Id[] = []): Member =>
  shownTo.length === 0 ? member : { ...member, shownTo };

function setRoles(member: Member, roles: readonly RoleRef[]): Change[] {
  if (sameList(roles, member.roles)) return [];
  return [altered('member', member, { ...member, roles: [...new Set(roles)] })];
}

export function roleRules({ world }: Context, role: RoleRef) {
  return (
    world.rulesOf(role, null) ??
    refuse({
      reason: 'invalid',
      field: 'role',
      expected: 'an organization role: admin, member, no-access or a custom one',
    })
  );
}

function setStatus(member: Member, status: Member['status']): Change[] {
  if (member.status === 'invited')
    refuse({ reason: 'invalid', field: 'status', expected: 'a member that has accepted' });
  return member.status === status ? [] : [altered('member', member, { ...member, status })];
}

/** With the membership goes every edge, grant and group managed, so that a later return starts with nothing. */
function forget({ world }: Context, member: Member): Change[] {
  return [
    ...[...world.edgesUp(member.id)].map((edge) => removed('edge', edge)),
    ...[...world.grantsOf(member.id)].map((grant) => removed('grant', grant)),
    ...[...world.managedBy(member.id)].map((manager) => removed('manager', manager)),
    removed('member', member),
  ];
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);
