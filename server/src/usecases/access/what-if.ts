import { randomUUID } from 'node:crypto';
import {
  type Change,
  type Command,
  type ContentCommand,
  type Crossing,
  crossings,
  type Difference,
  difference,
  type Group,
  type HolderKind,
  type Id,
  type Instant,
  inverse,
  movedDifference,
  moveOf,
  planAll,
  Refused,
  type Route,
  type Rule,
  refuse,
  supposing,
  type World,
} from '@coterie/kernel';
import { principalsByIds } from '../../store/members.ts';
import type { TemplateContent } from '../../store/templates.ts';
import { cloneCommands, mergeCommands } from '../groups/copy.ts';
import { manualEdge, type WantedMembership } from '../groups/validity.ts';
import type { View } from '../look.ts';
import {
  type AskedRole,
  type AskedTime,
  validityOf,
  wantedRoles,
} from '../memberships/temporary.ts';
import type { Caller, Parts } from '../parts.ts';
import { privilegeIn } from '../privileges/read.ts';
import { privilegeCommand } from '../privileges/write.ts';
import { projectCommands } from '../projects/create.ts';
import { roleRef } from '../roles/refs.ts';
import type { Seen } from '../seen.ts';
import { templateNamed } from '../templates/read.ts';
import { type Scene, sceneOf, type Time } from './as-of.ts';
import type { Say } from './listed.ts';
import { contentNamed, isOfContent, type SupposedContent } from './what-if-content.ts';

type Roles = readonly (string | AskedRole)[];
/** A change as it is asked about, before it is made. */
export type Supposed =
  | { do: 'removeMember' | 'suspendMember' | 'reactivateMember'; principalId: Id }
  | { do: 'setMemberRole'; principalId: Id; role: string }
  | ({ do: 'addToGroup'; groupId: Id; memberId: Id } & WantedMembership)
  | { do: 'removeFromGroup'; groupId: Id; memberId: Id }
  | { do: 'deleteGroup' | 'suspendGroup' | 'reactivateGroup'; groupId: Id }
  | { do: 'setGroupRole'; groupId: Id; role: string }
  | { do: 'cloneGroup'; groupId: Id; name: string; withMembers: boolean }
  | { do: 'mergeGroup'; groupId: Id; fromGroupId: Id }
  | { do: 'addManager'; groupId: Id; holderId: Id; kind?: 'member' | 'owner' | undefined }
  | { do: 'removeManager'; groupId: Id; holderId: Id }
  | { do: 'addToProject' | 'setProjectRoles'; projectId: Id; holderId: Id; roles: Roles }
  | { do: 'removeFromProject'; projectId: Id; holderId: Id }
  | ({
      do: 'addPrivilege';
      projectId: Id;
      holderId: Id;
      slug?: string | undefined;
      permissions: readonly Rule[];
    } & Timed)
  | ({
      do: 'editPrivilege';
      projectId: Id;
      privilegeId: Id;
      slug?: string | undefined;
      permissions?: readonly Rule[] | undefined;
    } & Timed)
  | { do: 'removePrivilege'; projectId: Id; privilegeId: Id }
  | { do: 'createProject'; projectName: string; template?: string | undefined }
  | { do: 'takeProject' | 'deleteProject'; projectId: Id }
  | { do: 'editRole'; roleId: Id; permissions: readonly Rule[] }
  | { do: 'deleteRole'; roleId: Id }
  | SupposedContent;
type Timed = { type?: AskedTime | undefined };

/**
 * Who would gain and who would lose what, where and by which route: planned as the caller, who must have the right to make
 * the changes; nothing is written. Counts are of all that the caller may be told of, the differences a page. `say` puts a route into the answer's words.
 */
export async function whatIf<T>(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  {
    commands,
    limit,
    offset,
    ...time
  }: { commands: readonly Supposed[]; limit: number; offset: number } & Time,
  say: Say<T>,
) {
  const scene = await sceneOf(parts, caller, time);
  const { view, world, at, seen } = scene;
  const templates = await templatesNamed(parts, view, commands);
  const content = await contentNamed(parts, view, commands);
  const changes = changesOf(world, commands, { caller, at, templates, content });
  if (time.asOf !== undefined)
    mayToday(scene, commands, { caller, at: view.at, templates, content });
  const isTold = ({ principal, project }: Difference) =>
    (project === null || !world.get('project', project) || seen.project(project)) &&
    seen.principal(principal, project);
  const moved = [...content.values()].flatMap((one) =>
    movedDifference(world, one.project, moveOf(one), at),
  );
  const all = [...difference(world, changes, at), ...moved].filter(isTold);
  const shown = all.slice(offset, offset + limit);
  const routes = crossings(world, changes, shown, at, (then, route) =>
    say(then, namesOn(seen, then, route), seen.route(route)),
  );
  return {
    version: world.version,
    gaining: count(all, (one) => one.gains.length > 0),
    losing: count(all, (one) => one.losses.length > 0),
    projects: new Set(all.flatMap(({ project }) => project ?? [])).size,
    handedOn: handedOn(world, changes).filter(({ group }) => seen.group(group.id)),
    total: all.length,
    shown: shown.map((one, n) => ({
      ...one,
      ...(routes[n] as Crossing<T>),
      projectName: one.project === null ? null : projectName(world, changes, one.project),
    })),
    principals: await principalsByIds(parts.db, view.org, [
      ...new Set(shown.map(({ principal }) => principal)),
    ]),
  };
}

/** The groups that are given more, or are in one that is, whose owners can hand it on to others. */
function handedOn(world: World, changes: readonly Change[]): { group: Group; owners: Id[] }[] {
  const found = new Set(
    changes.flatMap((change) => {
      if (change.kind === 'grant')
        return change.after?.holderKind === 'group' ? change.after.holder : [];
      if (change.kind === 'group') return change.before && change.after ? change.after.id : [];
      return change.kind === 'edge' && change.after?.memberKind === 'group'
        ? change.after.member
        : [];
    }),
  );
  for (const id of found)
    for (const edge of world.edgesDown(id)) if (edge.memberKind === 'group') found.add(edge.member);
  return [...found].flatMap((id) => {
    const group = world.get('group', id);
    const owners = [...world.managersOf(id)].flatMap(({ kind, holder }) =>
      kind === 'owner' ? holder : [],
    );
    return group && owners.length > 0 ? [{ group, owners }] : [];
  });
}

const namesOn = (seen: Seen, world: World, { path, source }: Route) =>
  seen.named(
    world,
    path.map(({ group }) => group),
    source.kind === 'grant' ? source.grant.project : undefined,
  );

/** Of the past, too, only who may make the changes today is told, or who may see everything where they can no longer be made. */
function mayToday({ view, seen }: Scene, commands: readonly Supposed[], asking: Asking): void {
  try {
    changesOf(view.world, commands, asking);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.refusal.reason === 'forbidden' || error.refusal.reason === 'exceeds') throw error;
    seen.needOthers(null);
    view.need('organization-admin-console', 'access-all-projects');
  }
}

const projectName = (world: World, changes: readonly Change[], id: Id): string =>
  world.get('project', id)?.name ??
  supposing(world, changes, (then) => then.get('project', id)?.name ?? '');

const count = (all: readonly Difference[], has: (one: Difference) => boolean): number =>
  new Set(all.filter(has).map(({ principal }) => principal)).size;

type Asking = {
  caller: Caller;
  at: Instant;
  templates: ReadonlyMap<string, TemplateContent>;
  content: ReadonlyMap<SupposedContent, ContentCommand>;
};

/** What all commands together would change, each planned upon the world as those before it leave it. */
function changesOf(world: World, commands: readonly Supposed[], asking: Asking): Change[] {
  const { version } = world;
  const actor = { principal: asking.caller.principal };
  const changes: Change[] = [];
  try {
    for (const one of commands) {
      const planned = planAll(world, commandsOf(world, one, asking), actor, asking.at);
      if ('refusal' in planned) throw new Refused(planned.refusal);
      world.apply(planned.changes);
      changes.push(...planned.changes);
    }
    return changes;
  } finally {
    world.apply(inverse(changes), version);
  }
}

async function templatesNamed(
  { db }: Pick<Parts, 'db'>,
  view: View,
  commands: readonly Supposed[],
): Promise<Map<string, TemplateContent>> {
  const found = new Map<string, TemplateContent>();
  for (const one of commands)
    if (one.do === 'createProject' && one.template) {
      view.need('project-templates', 'read');
      found.set(one.template, (await templateNamed(db, view.org, one.template)).content);
    }
  return found;
}

function commandsOf(world: World, one: Supposed, asking: Asking): Command[] {
  if (isOfContent(one)) return [asking.content.get(one) as ContentCommand];
  switch (one.do) {
    case 'cloneGroup':
      return cloneCommands(world, randomUUID(), one.groupId, one);
    case 'mergeGroup':
      return mergeCommands(world, one.groupId, one.fromGroupId);
    case 'createProject':
      return projectCommands(
        world,
        randomUUID(),
        asking.caller,
        one,
        asking.templates.get(one.template ?? ''),
      );
    default:
      return [commandOf(world, one, asking)];
  }
}

type Single = Exclude<
  Supposed,
  SupposedContent | { do: 'cloneGroup' | 'mergeGroup' | 'createProject' }
>;

function commandOf(world: World, one: Single, { caller, at }: Asking): Command {
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
    case 'addToGroup': {
      const member = { id: one.memberId, kind: kindOf(world, one.memberId) };
      return { do: 'group.add', edge: manualEdge(one.groupId, member, one, caller, at) };
    }
    case 'removeFromGroup':
      return { do: 'group.remove', group: one.groupId, member: one.memberId, source: 'manual' };
    case 'deleteGroup':
      return { do: 'group.delete', group: one.groupId };
    case 'suspendGroup':
      return { do: 'group.edit', group: one.groupId, status: 'suspended' };
    case 'reactivateGroup':
      return { do: 'group.edit', group: one.groupId, status: 'active' };
    case 'setGroupRole':
      return { do: 'group.edit', group: one.groupId, role: roleRef(world, null, one.role) };
    case 'addManager':
      return {
        do: 'manager.add',
        manager: {
          id: randomUUID(),
          kind: one.kind ?? 'member',
          group: one.groupId,
          holder: one.holderId,
          holderKind: kindOf(world, one.holderId),
          addedBy: caller.principal,
          addedAt: at,
        },
      };
    case 'removeManager':
      return { do: 'manager.remove', group: one.groupId, holder: one.holderId };
    case 'addToProject':
    case 'setProjectRoles':
      return grants(world, one, at);
    case 'removeFromProject':
      return { do: 'grant.remove', project: one.projectId, holder: one.holderId };
    case 'addPrivilege':
    case 'editPrivilege':
    case 'removePrivilege':
      return privilege(world, one, at);
    case 'takeProject':
      return {
        do: 'project.take',
        project: one.projectId,
        grant: randomUUID(),
        membership: randomUUID(),
      };
    case 'deleteProject':
      return { do: 'project.delete', project: one.projectId };
    case 'editRole':
      return { do: 'role.edit', role: one.roleId, rules: one.permissions };
    case 'deleteRole':
      return { do: 'role.delete', role: one.roleId };
  }
}

const kindOf = (world: World, id: Id): HolderKind =>
  world.get('group', id) ? 'group' : 'principal';

function privilege(
  world: World,
  one: Extract<Supposed, { do: `${string}Privilege` }>,
  at: Instant,
): Command {
  if (one.do === 'addPrivilege') return privilegeCommand(world, one.projectId, one, at);
  const { id } = privilegeIn(world, one.projectId, one.privilegeId);
  if (one.do === 'removePrivilege') return { do: 'privilege.remove', privilege: id };
  return {
    do: 'privilege.edit',
    privilege: id,
    ...(one.slug === undefined ? {} : { slug: one.slug }),
    ...(one.permissions ? { rules: one.permissions } : {}),
    ...(one.type ? validityOf(one.type, at, 'type') : {}),
  };
}

function grants(
  world: World,
  {
    do: verb,
    projectId,
    holderId,
    roles,
  }: Extract<Supposed, { do: 'addToProject' | 'setProjectRoles' }>,
  at: Instant,
): Command {
  if (!world.get('project', projectId))
    refuse({ reason: 'notFound', thing: 'project', id: projectId });
  const asked = roles.map((one) =>
    typeof one === 'string' ? { role: one, isTemporary: false } : one,
  );
  return {
    do: verb === 'addToProject' ? 'grant.add' : 'grant.replace',
    project: projectId,
    holder: holderId,
    holderKind: kindOf(world, holderId),
    membership: randomUUID(),
    roles: wantedRoles(world, projectId, asked, at),
  };
}
