import { added, altered, type Change, removed } from '../change.ts';
import type { Id, Member, RoleRef } from '../facts.ts';
import { refuse } from '../refusals.ts';
import { type Conferral, type Context, cover, coverTaking, heldByMember, need } from './actor.ts';
import { found } from './found.ts';

export type MemberCommand =
  | { do: 'member.add'; member: Member }
  | { do: 'member.setRoles'; principal: Id; roles: readonly RoleRef[] }
  | {
      do: 'member.suspend' | 'member.reactivate' | 'member.accept' | 'member.remove';
      principal: Id;
    }
  /** Changes how a principal signs in, which needs all that it may do: no fact changes. */
  | { do: 'member.control'; principal: Id; action: string };

const subjectOf = (member: Member) => (member.kind === 'user' ? 'member' : 'identity');

export function planMember(context: Context, command: MemberCommand): Change[] {
  if (command.do === 'member.add') return add(context, command.member);
  const member = found(context.world, 'member', command.principal);
  switch (command.do) {
    case 'member.setRoles':
      return setRoles(context, member, command.roles);
    case 'member.suspend':
      need(context, subjectOf(member), 'edit', null);
      if (member.status === 'invited')
        refuse({ reason: 'invalid', field: 'status', expected: 'a member that has accepted' });
      return setStatus(context, member, 'suspended');
    case 'member.reactivate':
      need(context, subjectOf(member), 'edit', null);
      if (member.status === 'invited')
        refuse({ reason: 'invalid', field: 'status', expected: 'a member that has accepted' });
      return setStatus(context, member, 'active');
    case 'member.accept':
      if (context.actor !== 'system')
        refuse({ reason: 'forbidden', subject: 'member', action: 'edit', project: null });
      if (member.status !== 'invited')
        refuse({ reason: 'notFound', thing: 'invitation', id: member.id });
      return [altered('member', member, { ...member, status: 'active' })];
    case 'member.control':
      need(context, subjectOf(member), command.action, null);
      cover(context, heldByMember(context.world, member.id, context.at));
      return [];
    case 'member.remove':
      need(context, subjectOf(member), 'delete', null);
      cover(context, heldByMember(context.world, member.id, context.at));
      return forget(context, member);
  }
}

function add(context: Context, member: Member): Change[] {
  need(context, subjectOf(member), 'create', null);
  if (context.world.get('member', member.id))
    refuse({
      reason: 'taken',
      thing: 'member',
      field: member.kind === 'user' ? 'email' : 'id',
      value: member.id,
    });
  conferRoles(context, member, member.roles);
  return [added('member', member)];
}

function setRoles(context: Context, member: Member, roles: readonly RoleRef[]): Change[] {
  need(context, subjectOf(member), 'edit', null);
  conferRoles(context, member, roles);
  coverTaking(
    context,
    member.roles.map((role) => ({ project: null, rules: roleRules(context, role) })),
  );
  if (sameList(roles, member.roles)) return [];
  return [altered('member', member, { ...member, roles: [...new Set(roles)] })];
}

/** Giving a role, and taking one, needs every right of it; an identity's also the right to grant. */
function conferRoles(context: Context, member: Member, roles: readonly RoleRef[]): void {
  if (roles.length === 0)
    refuse({ reason: 'invalid', field: 'role', expected: 'at least one organization role' });
  const conferrals: Conferral[] = roles.map((role) => ({
    project: null,
    rules: roleRules(context, role),
  }));
  if (member.kind === 'machineIdentity' && conferrals.some(({ rules }) => rules.rules.length > 0))
    need(context, 'identity', 'grant-privileges', null);
  cover(context, conferrals);
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

function setStatus(context: Context, member: Member, status: Member['status']): Change[] {
  cover(context, heldByMember(context.world, member.id, context.at));
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
