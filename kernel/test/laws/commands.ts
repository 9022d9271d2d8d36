import fc, { type Arbitrary } from 'fast-check';
import type { Command, Edge, Grant, Role, Rule, WantedRole } from '../../src/index.ts';
import { edgeOf, roleOf } from '../build.ts';
import type { Snapshot } from '../oracle.ts';
import { rules } from '../rules.ts';
import {
  edges,
  grants,
  groups,
  managers,
  organizationRoles,
  principals,
  projects,
} from '../worlds.ts';

/** Commands on the cast of `worlds`, each of which may give someone something, or take it. */

const principal = fc.constantFrom(...principals, 'actor');
const group = fc.constantFrom(...groups);
const status = fc.constantFrom('active' as const, 'suspended' as const);

const onMembers: Arbitrary<Command> = fc.oneof(
  fc
    .record({ principal, roles: fc.array(organizationRoles, { minLength: 1, maxLength: 2 }) })
    .map((said) => ({ do: 'member.setRoles' as const, ...said })),
  fc.record({
    do: fc.constantFrom(
      'member.suspend' as const,
      'member.reactivate' as const,
      'member.remove' as const,
    ),
    principal,
  }),
);

const onGroups: Arbitrary<Command> = fc.oneof(
  fc.tuple(edges, principal, fc.boolean()).map(([edge, member, nested]) => ({
    do: 'group.add' as const,
    edge: nested ? edge : edgeOf(member, edge.group, pick(edge)),
  })),
  edges.map(({ group: id, member, source }) => ({
    do: 'group.remove' as const,
    group: id,
    member,
    source,
  })),
  fc
    .tuple(group, organizationRoles)
    .map(([id, role]) => ({ do: 'group.edit' as const, group: id, role })),
  fc
    .tuple(group, status)
    .map(([id, now]) => ({ do: 'group.edit' as const, group: id, status: now })),
  group.map((id) => ({ do: 'group.delete' as const, group: id })),
);

const roleFor = (role: string, holder: string, { project, from, until }: Grant): WantedRole => ({
  id: `${role} for ${holder} on ${project}`,
  role,
  from,
  until,
  range: null,
});

const onGrants: Arbitrary<Command> = fc.oneof(
  fc
    .tuple(fc.constantFrom('grant.add' as const, 'grant.replace' as const), grants, fc.boolean())
    .map(([verb, grant, forActor]) => {
      const holder = forActor ? 'actor' : grant.holder;
      const always = { ...grant, from: null, until: null };
      return {
        do: verb,
        project: grant.project,
        holder,
        holderKind: forActor ? ('principal' as const) : grant.holderKind,
        membership: 'fresh',
        roles: [
          roleFor('no-access', holder, always),
          roleFor(grant.role ?? 'viewer', holder, grant),
        ],
      };
    }),
  grants.map(({ project, holder }) => ({ do: 'grant.remove' as const, project, holder })),
);

/** Without the conditions for which a role would be refused anyway. */
const wellFormed = (all: readonly Rule[]): Rule[] =>
  all.map(({ conditions, ...rule }) => {
    const { environment } = conditions ?? {};
    const readable = rule.subject === 'secrets' && typeof environment === 'string';
    return readable ? { ...rule, conditions: { environment } } : rule;
  });

const onRoles: Arbitrary<Command> = fc
  .oneof(
    fc.tuple(fc.constantFrom('R0', 'R1'), rules('organization').map(wellFormed)),
    fc.tuple(
      fc.constantFrom(...projects.flatMap((id) => [`${id}-A`, `${id}-B`])),
      fc.oneof(rules('project'), rules('project').map(wellFormed)),
    ),
  )
  .map(([role, others]) => ({ do: 'role.edit' as const, role, rules: others }));

const onManagers: Arbitrary<Command> = fc.oneof(
  managers.map((manager) => ({ do: 'manager.add' as const, manager })),
  managers.map(({ group: id, holder }) => ({ do: 'manager.remove' as const, group: id, holder })),
);

const privilegeRules = rules('project').map(wellFormed);
const onPrivileges: Arbitrary<Command> = fc.oneof(
  fc
    .tuple(grants, privilegeRules, fc.boolean())
    .map(([{ role: _, membership: __, ...grant }, all, forActor]) => ({
      do: 'privilege.add' as const,
      privilege: {
        ...grant,
        ...(forActor ? { holder: 'actor', holderKind: 'principal' as const } : {}),
        id: 'fresh',
        slug: 'fresh',
        rules: all,
      },
    })),
  fc.tuple(grants, privilegeRules).map(([{ id, from, until }, all]) => ({
    do: 'privilege.edit' as const,
    privilege: id,
    rules: all,
    from,
    until,
  })),
  grants.map(({ id }) => ({ do: 'privilege.remove' as const, privilege: id })),
);

export const commands: Arbitrary<Command> = fc.oneof(
  onMembers,
  onGroups,
  onManagers,
  onGrants,
  onPrivileges,
  onRoles,
);

/** The command turned to something that is there: what is removed at random seldom is. */
export function aimed(
  command: Command,
  { edges: written, grants: given, managers: appointed }: Snapshot,
  nth: number,
): Command {
  const edge = written[nth % written.length];
  const grant = given[nth % given.length];
  const carried = given.filter(({ rules: own }) => own !== null);
  const privilege = carried[nth % carried.length];
  const manager = appointed[nth % appointed.length];
  if (command.do === 'group.remove' && edge)
    return { ...command, group: edge.group, member: edge.member, source: edge.source };
  if (command.do === 'grant.remove' && grant)
    return { ...command, project: grant.project, holder: grant.holder };
  if ((command.do === 'privilege.edit' || command.do === 'privilege.remove') && privilege)
    return { ...command, privilege: privilege.id };
  if (command.do === 'manager.remove' && manager)
    return { ...command, group: manager.group, holder: manager.holder };
  if (command.do === 'grant.replace' && grant)
    return {
      ...command,
      project: grant.project,
      holder: grant.holder,
      holderKind: grant.holderKind,
    };
  return command;
}

const pick = ({ source, from, until }: Edge) => ({ source, from, until });

/** Roles with which an actor may do something, and not everything. */
export const organizationManager: Role = roleOf('manager', null, [
  { subject: 'member', action: ['create', 'read', 'edit', 'delete'] },
  { subject: 'identity', action: ['create', 'read', 'edit', 'delete', 'grant-privileges'] },
  { subject: 'role', action: ['create', 'read', 'edit', 'delete'] },
  {
    subject: 'groups',
    action: [
      ...['create', 'read', 'edit', 'delete', 'grant-privileges'],
      ...['add-members', 'remove-members', 'add-identities', 'remove-identities'],
    ],
  },
]);
export const projectManager = (project: string): Role =>
  roleOf(`${project}-manager`, project, [
    ...['member', 'groups', 'identity'].map((subject) => ({
      subject,
      action: ['create', 'read', 'edit', 'delete', 'assign-role', 'grant-privileges'],
    })),
    { subject: 'role', action: ['create', 'read', 'edit', 'delete'] },
  ]);
