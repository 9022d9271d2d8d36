import type { Command, Id } from '@coterie/kernel';
import { deleteIdentityTokens } from '../../store/accounts/tokens.ts';
import { updateIdentity } from '../../store/organization/identities.ts';
import { mustProve } from '../factors/person.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { roleRef } from '../roles/refs.ts';
import { withIds } from './create.ts';
import { readIdentity } from './get.ts';

type Wanted = {
  name?: string | undefined;
  role?: string | undefined;
  hasDeleteProtection?: boolean | undefined;
  metadata?: { key: string; value: string }[] | undefined;
  isActive?: boolean | undefined;
};

/** Changes a machine identity; suspending ends its tokens. */
export async function editIdentity(
  parts: Pick<Parts, 'db' | 'access' | 'now'>,
  caller: Caller,
  id: Id,
  wanted: Wanted,
) {
  const org = orgOf(caller);
  await readIdentity(parts.db, org, id);
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    commands: (world): Command[] => [
      { do: 'member.control', principal: id, action: 'edit' },
      ...(wanted.role === undefined
        ? []
        : [
            {
              do: 'member.setRoles' as const,
              principal: id,
              roles: [roleRef(world, null, wanted.role)],
            },
          ]),
      ...(wanted.isActive === undefined
        ? []
        : [
            {
              do: wanted.isActive ? ('member.reactivate' as const) : ('member.suspend' as const),
              principal: id,
            },
          ]),
    ],
    deeds: () => [{ do: 'identity.edit', of: id }],
    after: async (tx) => {
      const { has_delete_protection: isProtected } = await readIdentity(tx, org, id);
      if (isProtected && wanted.hasDeleteProtection === false) mustProve(parts, caller);
      await updateIdentity(tx, org, id, {
        ...(wanted.name === undefined ? {} : { name: wanted.name }),
        ...(wanted.hasDeleteProtection === undefined
          ? {}
          : { has_delete_protection: wanted.hasDeleteProtection }),
        ...(wanted.metadata === undefined ? {} : { metadata: withIds(wanted.metadata) }),
      });
      if (wanted.isActive === false) await deleteIdentityTokens(tx, org, id);
      return readIdentity(tx, org, id);
    },
  });
  return answer;
}
