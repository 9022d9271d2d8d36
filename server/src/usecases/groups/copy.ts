import { randomUUID } from 'node:crypto';
import {
  type Command,
  type Edge,
  type Grant,
  type Group,
  type Id,
  refuse,
  type WantedRole,
  type World,
} from '@coterie/kernel';
import type { GroupRow } from '../../store/organization/groups.ts';
import { orgOf } from '../look.ts';
import { type AskedRole, wantedRoles } from '../memberships/temporary.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { freshSlug, slugFrom } from '../slugs.ts';
import { readGroup } from './get.ts';

type Changes = Pick<Parts, 'access' | 'now'>;

/** A new group with the role, the projects, the groups around it and, if asked for, the members of another. */
export async function cloneGroup(
  parts: Changes,
  caller: Caller,
  from: Id,
  wanted: Copy,
): Promise<GroupRow> {
  const id = randomUUID();
  return change(parts, caller, id, (world) => cloneCommands(world, id, from, wanted));
}

type Copy = { name: string; slug?: string | undefined; withMembers: boolean };

function cloneCommands(
  world: World,
  id: Id,
  from: Id,
  { name, slug, withMembers }: Copy,
): Command[] {
  const source = groupIn(world, from);
  const plain = slugFrom(name, 'group');
  const free = slug ?? (world.groupBySlug(plain) === undefined ? plain : freshSlug(name, 'group'));
  return [
    { do: 'group.create', group: { ...source, id, name, slug: free, status: 'active' } },
    ...placesOf(world, from, id),
    ...privilegesOf(world, from, id),
    ...[...world.edgesUp(from)].map((edge) => copied(edge, { member: id })),
    ...(withMembers ? [...world.edgesDown(from)].map((edge) => copied(edge, { group: id })) : []),
  ];
}

/** Moves the members, the projects and the groups around another group into this one, and deletes the other. */
export async function mergeGroup(
  parts: Changes,
  caller: Caller,
  into: Id,
  from: Id,
): Promise<GroupRow> {
  return change(parts, caller, into, (world) => mergeCommands(world, into, from));
}

function mergeCommands(world: World, into: Id, from: Id): Command[] {
  if (into === from) refuse({ reason: 'invalid', field: 'fromGroupId', expected: 'another group' });
  groupIn(world, into);
  groupIn(world, from);
  const isNew = (edge: Edge) =>
    edge.member !== edge.group &&
    ![...world.edgesUp(edge.member)].some(
      ({ group, source }) => group === edge.group && source === edge.source,
    );
  const moved = [
    ...[...world.edgesDown(from)].map((edge) => ({ ...edge, id: randomUUID(), group: into })),
    ...[...world.edgesUp(from)].map((edge) => ({ ...edge, id: randomUUID(), member: into })),
  ];
  return [
    ...moved.filter(isNew).map((edge): Command => ({ do: 'edge.add', edge })),
    ...placesOf(world, from, into),
    ...privilegesOf(world, from, into),
    { do: 'group.delete', group: from },
  ];
}

/** Makes the changes, and gives a group as it is after them. */
async function change(
  parts: Changes,
  caller: Caller,
  group: Id,
  commands: (world: World) => Command[],
): Promise<GroupRow> {
  const org = orgOf(caller);
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    commands,
    after: (tx) => readGroup(tx, org, group),
  });
  return answer;
}

const copied = (edge: Edge, other: Partial<Edge>): Command => ({
  do: 'edge.add',
  edge: { ...edge, ...other, id: randomUUID() },
});

/** What puts one group where another is: a place it has already gets the roles of both. */
function placesOf(world: World, from: Id, to: Id): Command[] {
  const places = Map.groupBy(world.grantsOf(from), ({ project }) => project);
  return [...places].map(([project, grants]) => {
    const own = [...world.grants(to, project)];
    return {
      do: own.length > 0 ? 'grant.replace' : 'grant.add',
      project,
      holder: to,
      holderKind: 'group',
      membership: randomUUID(),
      roles: unlike([...own, ...grants].flatMap(wanted)),
    };
  });
}

/** The additional privileges of one group for another, under a name that is free there. */
function privilegesOf(world: World, from: Id, to: Id): Command[] {
  return [...world.grantsOf(from)].flatMap((grant): Command[] => {
    const { role: _, membership: __, rules, slug, ...rest } = grant;
    if (!rules) return [];
    const isTaken = [...world.grants(to, grant.project)].some((own) => own.slug === slug);
    const id = randomUUID();
    const free = isTaken || !slug ? `privilege-${id.slice(0, 8)}` : slug;
    return [{ do: 'privilege.add', privilege: { ...rest, id, holder: to, rules, slug: free } }];
  });
}

const wanted = ({ role, from, until, range }: Grant): WantedRole[] =>
  role === null ? [] : [{ id: randomUUID(), role, from, until, range }];

/** A role held by both for the same time is one role. */
const unlike = (roles: readonly WantedRole[]): WantedRole[] =>
  roles.filter(
    (one, index) =>
      roles.findIndex(
        ({ role, from, until }) => role === one.role && from === one.from && until === one.until,
      ) === index,
  );

const groupIn = (world: World, id: Id): Group =>
  world.get('group', id) ?? refuse({ reason: 'notFound', thing: 'group', id });

/** Adds a group to several projects under the same roles: to all, or to none. */
export async function addGroupToProjects(
  parts: Changes,
  caller: Caller,
  group: Id,
  { projectIds, roles }: { projectIds: readonly Id[]; roles: readonly AskedRole[] },
): Promise<{ version: number; projects: { id: Id; name: string }[] }> {
  const at = parts.now();
  let projects: { id: Id; name: string }[] = [];
  const { version } = await parts.access.change({
    org: orgOf(caller),
    by: changer(caller),
    at,
    commands: (world) => {
      groupIn(world, group);
      projects = [...new Set(projectIds)].map(
        (id) => world.get('project', id) ?? refuse({ reason: 'notFound', thing: 'project', id }),
      );
      return projects.map(
        ({ id }): Command => ({
          do: 'grant.add',
          project: id,
          holder: group,
          holderKind: 'group',
          membership: randomUUID(),
          roles: wantedRoles(world, id, roles, at),
        }),
      );
    },
  });
  return { version, projects: projects.map(({ id, name }) => ({ id, name })) };
}
