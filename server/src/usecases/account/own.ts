import { type Id, refuse } from '@coterie/kernel';
import { type UserRow, userById } from '../../store/accounts/users.ts';
import { allOrganizationsOf } from '../../store/organization/organizations.ts';
import type { Caller, From, Parts } from '../parts.ts';
import { NotAuthenticated, throttled } from '../session/throttle.ts';
import type { Owner } from './new-password.ts';

/** The caller's account; a machine identity has none. */
export async function ownUser({ db }: Pick<Parts, 'db'>, caller: Caller): Promise<UserRow> {
  const user = caller.kind === 'user' ? await userById(db, caller.principal) : undefined;
  return user ?? refuse({ reason: 'notActive' });
}

/** Whoever administers the instance; `action` is what they were asked to do. */
export async function mustBeInstanceAdmin(
  { db }: Pick<Parts, 'db'>,
  caller: Caller,
  action: string,
): Promise<UserRow> {
  const user = caller.kind === 'user' ? await userById(db, caller.principal) : undefined;
  return user?.is_instance_admin
    ? user
    : refuse({ reason: 'forbidden', subject: 'instance', action, project: null });
}

export const ownerOf = async (
  { db }: Pick<Parts, 'db'>,
  { id, email }: { id: Id; email: string },
): Promise<Owner> => ({
  email,
  organizations: (await allOrganizationsOf(db, id)).map(({ name }) => name),
});

/** Asks for the password once more, counted as a sign-in is: an open session is no way to guess it. */
export async function mustKnowPassword(
  parts: Pick<Parts, 'db' | 'passwords'>,
  user: UserRow,
  { password, field }: { password: string; field: string },
  from: From,
  device: string | null,
): Promise<void> {
  const attempt = {
    kind: 'user',
    account: user.email,
    method: 'confirmation',
    from,
    device,
  } as const;
  try {
    await throttled(parts, attempt, async (looking) => {
      looking.found = { user_id: user.id };
      if (!(await parts.passwords.verify(user.password_hash, password, looking.isKnown)))
        throw new NotAuthenticated();
    });
  } catch (error) {
    // The session is in force all the same: 401 would say that it is not.
    if (error instanceof NotAuthenticated)
      refuse({ reason: 'invalid', field, expected: 'your password as it is now' });
    throw error;
  }
}
