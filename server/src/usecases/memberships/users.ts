import { randomUUID } from 'node:crypto';
import { type Command, type Id, liveMembers, reachers, refuse, type World } from '@coterie/kernel';
import { listGroupUsers, type PickerQuery } from '../../store/organization/groups.ts';
import { principalsByEmail } from '../../store/organization/members.ts';
import { look, orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { wantedRoles } from './temporary.ts';

type Changes = Pick<Parts, 'db' | 'worlds' | 'access' | 'now'>;
/** A user's new or former place in a project. */
export type Placed = { id: Id; userId: Id; projectId: Id; createdAt: Date };

/** Adds users of the organization to a project, all or none; gives those who were not in it yet. */
export async function addUsers(
  parts: Changes,
  caller: Caller,
  project: Id,
  emails: readonly string[],
  roles: readonly string[],
): Promise<Placed[]> {
  const at = parts.now();
  const users = await usersNamed(parts, caller, { project, action: 'create' }, emails);
  const { changes } = await parts.access.change({
    org: orgOf(caller),
    by: changer(caller),
    at,
    commands: (world) =>
      users
        .filter((user) => [...world.grants(user, project)].length === 0)
        .map(
          (user): Command => ({
            do: 'grant.add',
            project: projectIn(world, project),
            holder: user,
            holderKind: 'principal',
            membership: randomUUID(),
            roles: wantedRoles(
              world,
              project,
              roles.map((role) => ({ role, isTemporary: false })),
              at,
            ),
          }),
        ),
  });
  return placed(changes.map(({ after }) => after));
}

/** Takes away what users have in a project directly, all or none. */
export async function removeUsers(
  parts: Changes,
  caller: Caller,
  project: Id,
  emails: readonly string[],
): Promise<Placed[]> {
  const users = await usersNamed(parts, caller, { project, action: 'delete' }, emails);
  const { changes } = await parts.access.change({
    org: orgOf(caller),
    by: changer(caller),
    at: parts.now(),
    commands: (world) => {
      projectIn(world, project);
      return users.map((holder): Command => ({ do: 'grant.remove', project, holder }));
    },
  });
  return placed(changes.map(({ before }) => before));
}

/** The id of a user of the organization by e-mail, for who may see the users of the project. */
export async function findUser(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  project: Id,
  email: string,
): Promise<Id> {
  const [user] = await usersNamed(parts, caller, { project, action: 'read' }, [email]);
  const { world } = await look(parts, caller);
  // Of someone in the organization who is not in the project no more is said than of nobody.
  return user !== undefined && [...world.grants(user, project)].length > 0
    ? user
    : refuse({ reason: 'notFound', thing: 'member', id: email });
}

/** Users with whether each is in a group that is in the project: of the organization, to who may see them, or of the project. */
export async function pickGroupUsers(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  project: Id,
  group: Id,
  query: PickerQuery,
) {
  const view = await look(parts, caller);
  view.project(project);
  view.need('groups', 'read', project);
  if ([...view.world.grants(group, project)].length === 0)
    refuse({ reason: 'notFound', thing: 'membership', id: group });
  if (view.may('member', 'read')) return listGroupUsers(parts.db, view.org, group, query);
  const people = view.may('member', 'read', project) ? reachers(view.world, project, view.at) : [];
  const ids = [...new Set([...liveMembers(view.world, group, view.at), ...people])];
  return listGroupUsers(parts.db, view.org, group, { ...query, ids });
}

async function usersNamed(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  { project, action }: { project: Id; action: 'read' | 'create' | 'delete' },
  emails: readonly string[],
): Promise<Id[]> {
  const view = await look(parts, caller);
  view.project(project);
  view.need('member', action, project);
  const known = await principalsByEmail(parts.db, view.org, emails);
  return [...new Set(emails)].map(
    (email) => known.get(email) ?? refuse({ reason: 'notFound', thing: 'member', id: email }),
  );
}

const projectIn = (world: World, id: Id): Id =>
  world.get('project', id)?.id ?? refuse({ reason: 'notFound', thing: 'project', id });

/** One place a user, whatever the number of its grants. */
function placed(facts: readonly unknown[]): Placed[] {
  const found = new Map<Id, Placed>();
  for (const fact of facts as {
    membership: Id;
    holder: Id;
    project: Id;
    createdAt: number;
  }[])
    found.set(fact.holder, {
      id: fact.membership,
      userId: fact.holder,
      projectId: fact.project,
      createdAt: new Date(fact.createdAt),
    });
  return [...found.values()];
}
