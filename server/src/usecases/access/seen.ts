import {
  builtIn,
  type Grant,
  type Id,
  liveHolders,
  liveMembers,
  liveRules,
  manages,
  type RoleRef,
  type Route,
  type World,
} from '@coterie/kernel';
import type { View } from '../view.ts';

/** Stands in the place of a group that a route passes and that the asker may not know. */
const someGroup = { id: '00000000-0000-0000-0000-000000000000', name: 'a group', slug: '' };
/** Stands in the place of an organization role that the asker may not know. */
export const someRole: RoleRef = 'a role';
type Named = { id: Id; name: string; slug: string };

/**
 * What may be told to the asker: what it has a way to in every one of the views, those of today and of the past that it
 * asks about. The one filter of lists, questions, refusals, suggestions and previews.
 */
export class Seen {
  readonly #views: readonly View[];
  constructor(views: readonly View[]) {
    this.#views = views;
  }

  project(id: Id): boolean {
    return this.#views.every((view) => view.hasWayTo(id));
  }

  /** Whether it may be told who has what in a project. */
  membersOf(project: Id): boolean {
    return this.#views.every(
      (view) =>
        view.may('member', 'read', project) ||
        view.may('organization-admin-console', 'access-all-projects'),
    );
  }

  /** A group, in the organization or, if one is named, at least in that project. */
  group(id: Id, project?: Id): boolean {
    return this.#views.every((view) => seesGroup(view, id, project));
  }

  /** A user or machine identity, in the organization or, if one is named, at least in that project. */
  principal(id: Id, project?: Id | null): boolean {
    return this.#views.every((view) => seesPrincipal(view, id, project ?? undefined));
  }

  /** Any machine identity, in the organization or in that project: whom lists are of. */
  machines(project: Id | null): boolean {
    return this.#views.every(
      (view) =>
        view.may('identity', 'read') ||
        (project !== null && view.may('identity', 'read', project)) ||
        (project !== null && view.may('organization-admin-console', 'access-all-projects')),
    );
  }

  /** Who has what in a project, of holders of one kind. */
  holder(project: Id, kind: 'user' | 'machineIdentity' | 'group', id: Id): boolean {
    const subject = { user: 'member', machineIdentity: 'identity', group: 'groups' }[kind];
    const one = kind === 'machineIdentity' ? { identityId: id } : undefined;
    return this.#views.every(
      (view) =>
        (view.hasWayTo(project) && view.may(subject, 'read', project, one)) ||
        view.may('organization-admin-console', 'access-all-projects'),
    );
  }

  role(id: Id): boolean {
    return this.#views.every((view) => seesRole(view, id));
  }

  /** A route as it may be told: an organization role that the asker may not see stands there without a name. */
  route<R extends Route>(route: R): R {
    const { source } = route;
    if (source.kind === 'grant' || builtIn(source.role, 'organization') || this.role(source.role))
      return route;
    return { ...route, source: { ...source, role: someRole }, allows: [], denies: [] };
  }

  /** Groups by their names in a world; those that may not be told without id and name. */
  named(world: World, ids: Iterable<Id>, project?: Id): Map<Id, Named> {
    return new Map(
      [...new Set(ids)].map((id) => {
        const group = world.get('group', id);
        if (!group || !this.group(id, project)) return [id, someGroup] as const;
        return [id, { id, name: group.name, slug: group.slug }] as const;
      }),
    );
  }

  /** Refuses to tell of others where members and groups may not be seen, today or then. */
  needOthers(project: Id | null): void {
    for (const view of this.#views) needOthers(view, project);
  }
}

export const sees = (...views: View[]): Seen => new Seen(views);

function seesGroup(view: View, id: Id, project: Id | undefined): boolean {
  const { world, principal, at } = view;
  if (view.may('groups', 'read')) return true;
  if (!world.get('group', id)) return false;
  if (isIn(world, principal, id) || manages({ world, actor: { principal }, at }, id)) return true;
  const reads = (place: Id) => view.may('groups', 'read', place);
  if (project !== undefined) return reads(project) && [...world.grants(id, project)].length > 0;
  return [...world.grantsOf(id)].some((grant: Grant) => reads(grant.project));
}

/** Whether someone is in a group or was or will be: it then knows the group. */
function isIn(world: World, principal: Id, group: Id): boolean {
  const holders = new Set([principal]);
  for (const one of holders) for (const edge of world.edgesUp(one)) holders.add(edge.group);
  return holders.has(group);
}

function seesPrincipal(view: View, id: Id, project: Id | undefined): boolean {
  const { world, principal, at } = view;
  if (id === principal) return true;
  const kind = world.get('member', id)?.kind;
  const subject = kind === 'machineIdentity' ? 'identity' : 'member';
  if (view.may(subject, 'read')) return true;
  if (kind === undefined) return false;
  const one = subject === 'identity' ? { identityId: id } : undefined;
  if (project !== undefined && view.may(subject, 'read', project, one))
    if (liveRules(world, id, project, at).length > 0 || [...world.grants(id, project)].length > 0)
      return true;
  return managedBy(view).some((group) => liveMembers(world, group, at).has(id));
}

const managedBy = ({ world, principal, at }: View): Id[] =>
  [...liveHolders(world, principal, at)].flatMap((holder) =>
    [...world.managedBy(holder)].map(({ group }) => group),
  );

function seesRole(view: View, id: Id): boolean {
  const role = view.world.get('role', id);
  // One that is gone today can be asked about in the past by who may see everything.
  if (!role) return view.may('organization-admin-console', 'access-all-projects');
  if (role.project !== null)
    return view.hasWayTo(role.project) && view.may('role', 'read', role.project);
  const own = view.world.get('member', view.principal)?.roles ?? [];
  return view.may('role', 'read') || own.includes(id);
}

/** Where others' access is asked about: members and groups must be visible, in the project or in the organization. */
function needOthers(view: View, project: Id | null): void {
  const inOrganization = view.may('member', 'read') && view.may('groups', 'read');
  if (
    project !== null &&
    inOrganization &&
    view.may('organization-admin-console', 'access-all-projects')
  )
    return;
  view.need('member', 'read', project);
  view.need('groups', 'read', project);
}
