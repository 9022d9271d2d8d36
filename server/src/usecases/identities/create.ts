import { randomUUID } from 'node:crypto';
import type { Command, Id } from '@coterie/kernel';
import { insertIdentity } from '../../store/organization/identities.ts';
import { orgOf, sameOrg } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { roleRef } from '../roles/refs.ts';
import { newMember } from '../setup/found.ts';
import { readIdentity } from './get.ts';

type Wanted = {
  name: string;
  organizationId?: Id | undefined;
  role: string;
  hasDeleteProtection: boolean;
  metadata?: { key: string; value: string }[] | undefined;
};

/** Creates a machine identity with an organization role; it cannot sign in before it is given a way to. */
export async function createIdentity(
  parts: Pick<Parts, 'access' | 'now'>,
  caller: Caller,
  wanted: Wanted,
) {
  const org =
    wanted.organizationId === undefined ? orgOf(caller) : sameOrg(caller, wanted.organizationId);
  const id = randomUUID();
  const { name, hasDeleteProtection: has_delete_protection } = wanted;
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    makes: { id, name },
    commands: (world): Command[] => [
      {
        do: 'member.add',
        member: newMember(id, 'machineIdentity', roleRef(world, null, wanted.role)),
      },
    ],
    after: async (tx) => {
      const metadata = withIds(wanted.metadata ?? []);
      await insertIdentity(tx, org, { id, name, has_delete_protection, metadata });
      return readIdentity(tx, org, id);
    },
  });
  return answer;
}

export const withIds = (metadata: readonly { key: string; value: string }[]) =>
  metadata.map(({ key, value }) => ({ id: randomUUID(), key, value }));
