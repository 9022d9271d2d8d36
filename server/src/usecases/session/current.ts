import { organizationSubjects, refuse } from '@coterie/kernel';
import { isAdmin } from '../../access/proof.ts';
import { userById } from '../../store/accounts/users.ts';
import { factorRuleOf, organizationsOf } from '../../store/organization/organizations.ts';
import { factorMissing } from '../factors/missing.ts';
import { factorsOf } from '../factors/person.ts';
import { managedGroups } from '../groups/list.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';

/** Who is signed in, where, and what they may do there as `subject:action`. */
export async function currentSession(parts: Pick<Parts, 'db' | 'worlds' | 'now'>, caller: Caller) {
  const user = await userById(parts.db, caller.principal);
  if (!user) return refuse({ reason: 'notActive' });
  const organizations = await organizationsOf(parts.db, user.id);
  const organization = organizations.find(({ id }) => id === caller.org) ?? null;
  const isShut = (await factorMissing(parts, caller)) !== null;
  const view = organization && !isShut ? await look(parts, caller) : null;
  return {
    user,
    organization,
    organizations,
    permissions: view ? permissions(view) : [],
    managesGroups: view !== null && managedGroups(view).length > 0,
    factor: { ...(await asked(parts, caller, view)), isShut },
  };
}

/** Whether there is a factor, and from when on the organization asks for one that is not there. */
async function asked({ db }: Pick<Parts, 'db'>, caller: Caller, view: View | null) {
  const has = (await factorsOf(db, caller.principal)).length > 0;
  const rule = has || caller.org === null ? undefined : await factorRuleOf(db, caller.org);
  const isUnder =
    rule !== undefined &&
    (rule.rule === 'everyone' ||
      (rule.rule === 'admins' &&
        (view === null || isAdmin(view.world, caller.principal, view.at))));
  return { has, requiredFrom: isUnder ? rule.from : null };
}

const permissions = (view: View): string[] =>
  Object.entries(organizationSubjects).flatMap(([subject, { actions }]) =>
    actions.filter((action) => view.may(subject, action)).map((action) => `${subject}:${action}`),
  );
