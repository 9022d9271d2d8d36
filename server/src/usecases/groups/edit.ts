import type { Command, Id } from '@coterie/kernel';
import type { GroupRow } from '../../store/groups.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { roleRef } from '../roles/refs.ts';
import { readGroup } from './get.ts';

type Wanted = {
  name?: string | undefined;
  slug?: string | undefined;
  role?: string | undefined;
  description?: string | null | undefined;
  isSuspended?: boolean | undefined;
};

/** Changes a group; its members follow at once. */
export async function editGroup(
  parts: Pick<Parts, 'db' | 'access' | 'now'>,
  caller: Caller,
  id: Id,
  wanted: Wanted,
): Promise<GroupRow> {
  const org = orgOf(caller);
  await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    commands: (world): Command[] => [
      {
        do: 'group.edit',
        group: id,
        ...(wanted.name === undefined ? {} : { name: wanted.name }),
        ...(wanted.slug === undefined ? {} : { slug: wanted.slug }),
        ...(wanted.description === undefined ? {} : { description: wanted.description }),
        ...(wanted.role === undefined ? {} : { role: roleRef(world, null, wanted.role) }),
        ...(wanted.isSuspended === undefined
          ? {}
          : { status: wanted.isSuspended ? 'suspended' : 'active' }),
      },
    ],
  });
  return readGroup(parts.db, org, id);
}
