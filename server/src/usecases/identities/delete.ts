import { type Id, refuse } from '@coterie/kernel';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { readIdentity } from './get.ts';

/** Deletes a machine identity with its credentials, memberships and grants; gives it as it was. */
export async function deleteIdentity(
  parts: Pick<Parts, 'db' | 'access' | 'now'>,
  caller: Caller,
  id: Id,
) {
  const org = orgOf(caller);
  const row = await readIdentity(parts.db, org, id);
  await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    commands: [{ do: 'member.remove', principal: id }],
    check: async (tx) => {
      if ((await readIdentity(tx, org, id)).has_delete_protection)
        refuse({ reason: 'inUse', thing: 'delete protection', count: 1 });
    },
  });
  return row;
}
