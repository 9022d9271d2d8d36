import { refuse } from '@coterie/kernel';
import { userById } from '../../store/accounts/users.ts';
import { inTransaction } from '../../store/db.ts';
import type { Caller, Parts } from '../parts.ts';
import { makeOrganization } from './found.ts';

/** Another organization on this instance, for an instance admin, who becomes its admin. */
export async function createOrganization(
  parts: Pick<Parts, 'db' | 'access' | 'keyring' | 'now'>,
  caller: Caller,
  { name }: { name: string },
) {
  const user = caller.kind === 'user' ? await userById(parts.db, caller.principal) : undefined;
  if (!user?.is_instance_admin)
    return refuse({
      reason: 'forbidden',
      subject: 'instance',
      action: 'create organizations',
      project: null,
    });
  return inTransaction(parts.db, (tx) =>
    makeOrganization(parts, tx, { name, admin: user.id, from: caller.from }),
  );
}
