import { randomUUID } from 'node:crypto';
import {
  type Command,
  type Difference,
  difference,
  type Id,
  planAll,
  Refused,
  type Rule,
  refuse,
  type World,
} from '@coterie/kernel';
import { principalsByIds } from '../../store/members.ts';
import type { Caller, Parts } from '../parts.ts';
import { roleRef } from '../roles/refs.ts';
import { sceneOf, type Time } from './as-of.ts';

/** A change as it is asked about, before it is made. */
export type Supposed =
  | { do: 'removeMember' | 'suspendMember' | 'reactivateMember'; principalId: Id }
  | { do: 'setMemberRole'; principalId: Id; role: string }
  | { do: 'editRole'; roleId: Id; permissions: readonly Rule[] }
  | { do: 'addToGroup' | 'removeFromGroup'; groupId: Id; memberId: Id }
  | { do: 'deleteGroup' | 'suspendGroup' | 'reactivateGroup'; groupId: Id }
  | { do: 'setGroupRole'; groupId: Id; role: string }
  | { do: 'addToProject' | 'setProjectRoles'; projectId: Id; holderId: Id; roles: string[] }
  | { do: 'removeFromProject'; projectId: Id; holderId: Id }
  | { do: 'deleteProject'; projectId: Id };

/**
 * Who would gain and who would lose what, where: planned as the caller, who must have the right to make the changes;
 * nothing is written. Counts are of all, the differences a page.
 */
export async function whatIf(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  {
    commands,
    limit,
    offset,
    ...time
  }: { commands: readonly Supposed[]; limit: number; offset: number } & Time,
) {
  const { view, world, at } = await sceneOf(parts, caller, time);
  const planned = planAll(
    world,
    commands.map((one) => commandOf(world, one, at)),
    { principal: caller.principal },
    at,
  );
  if ('refusal' in planned) throw new Refused(planned.refusal);
  const all = difference(world, planned.changes, at);
  const shown = all.slice(offset, offset + limit);
  return {
    version: world.version,
    gaining: count(all, (one) => one.gains.length > 0),
    losing: count(all, (one) => one.losses.length > 0),
    projects: new Set(all.flatMap(({ project }) => project ?? [])).size,
    total: all.length,
    shown: shown.map((one) => ({
      ...one,
      projectName: one.project === null ? null : (world.get('project', one.project)?.name ?? ''),
    })),
    principals: await principalsByIds(parts.db, view.org, [
      ...new Set(shown.map(({ principal }) => principal)),
    ]),
  };
}

const count = (all: readonly Difference[], has: (one: Difference) => boolean): number =>
  new Set(all.filter(has).map(({ principal }) => principal)).size;

function commandOf(world: World, one: Supposed, at: number): Command {
  switch (one.do) {
    case 'removeMember':
      return { do: 'member.remove', principal: one.principalId };
    case 'suspendMember':
      return { do: 'member.suspend', principal: one.principalId };
    case 'reactivateMember':
      return { do: 'member.reactivate', principal: one.principalId };
    case 'setMemberRole':
      return {
        do: 'member.setRoles',
        principal: one.principalId,
        roles: [roleRef(world, null, one.role)],
      };
    case 'reactivateGroup':
      return { do: 'group.edit', group: one.groupId, status: 'active' };
    case 'editRole':
      return { do: 'role.edit', role: one.roleId, rules: one.permissions };
    case 'addToGroup':
      return { do: 'group.add', edge: edge(world, one.groupId, one.memberId, at) };
    case 'removeFromGroup':
      return { do: 'group.remove', group: one.groupId, member: one.memberId, source: 'manual' };
    case 'deleteGroup':
      return { do: 'group.delete', group: one.groupId };
    case 'suspendGroup':
      return { do: 'group.edit', group: one.groupId, status: 'suspended' };
    case 'setGroupRole':
      return { do: 'group.edit', group: one.groupId, role: roleRef(world, null, one.role) };
    case 'removeFromProject':
      return { do: 'grant.remove', project: one.projectId, holder: one.holderId };
    case 'deleteProject':
      return { do: 'project.delete', project: one.projectId };
    case 'addToProject':
    case 'setProjectRoles':
      return grants(world, one);
  }
}

const edge = (world: World, group: Id, member: Id, addedAt: number) =>
  ({
    id: randomUUID(),
    group,
    member,
    memberKind: world.get('group', member) ? 'group' : 'principal',
    source: 'manual',
    from: null,
    until: null,
    reason: null,
    addedBy: null,
    addedAt,
  }) as const;

function grants(
  world: World,
  { do: verb, projectId, holderId, roles }: Extract<Supposed, { roles: string[] }>,
): Command {
  if (!world.get('project', projectId))
    refuse({ reason: 'notFound', thing: 'project', id: projectId });
  return {
    do: verb === 'addToProject' ? 'grant.add' : 'grant.replace',
    project: projectId,
    holder: holderId,
    holderKind: world.get('group', holderId) ? 'group' : 'principal',
    membership: randomUUID(),
    roles: roles.map((role) => ({
      id: randomUUID(),
      role: roleRef(world, projectId, role, 'roles'),
      from: null,
      until: null,
      range: null,
    })),
  };
}
