import { organizationSubjects, refuse } from '@coterie/kernel';
import { organizationsOf } from '../../store/organizations.ts';
import { userById } from '../../store/users.ts';
import { managedGroups } from '../groups/list.ts';
import { look, type View } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

/** Who is signed in, where, and what they may do there as `subject:action`. */
export async function currentSession(parts: Pick<Parts, 'db' | 'worlds' | 'now'>, caller: Caller) {
  const user = await userById(parts.db, caller.principal);
  if (!user) return refuse({ reason: 'notActive' });
  const organizations = await organizationsOf(parts.db, user.id);
  const organization = organizations.find(({ id }) => id === caller.org) ?? null;
  const view = organization && (await look(parts, caller));
  return {
    user,
    organization,
    organizations,
    permissions: view ? permissions(view) : [],
    managesGroups: view !== null && managedGroups(view).length > 0,
  };
}

const permissions = (view: View): string[] =>
  Object.entries(organizationSubjects).flatMap(([subject, { actions }]) =>
    actions.filter((action) => view.may(subject, action)).map((action) => `${subject}:${action}`),
  );
