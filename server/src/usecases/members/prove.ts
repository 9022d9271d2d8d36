import type { Id } from '@coterie/kernel';
import { takenForShown } from '../../store/accounts/users.ts';
import type { From, Parts } from '../parts.ts';

/** Once an account's address is proven, no organization takes it for one in the hands of whoever was shown its link. */
export async function noteProven(
  { db, access, now }: Pick<Parts, 'db' | 'access' | 'now'>,
  principal: Id,
  from: From,
): Promise<void> {
  for (const org of await takenForShown(db, principal))
    await access.change({
      org,
      by: { actor: 'system', kind: 'system', request: from },
      at: now(),
      // The membership may have gone meanwhile.
      commands: (world) =>
        world.get('member', principal) ? [{ do: 'member.prove', principal }] : [],
    });
}
