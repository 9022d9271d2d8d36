import { type Command, type Id, refuse } from '@coterie/kernel';
import type { GroupRow } from '../../store/organization/groups.ts';
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
  /** In seconds. */
  longestMembership?: number | null | undefined;
};

/** Whether a group last changed at a moment is the one that the caller looked at. */
export type Matches = (updatedAt: Date) => boolean;
const any: Matches = () => true;

/** Changes a group; its members follow at once. */
export async function editGroup(
  parts: Pick<Parts, 'access' | 'now'>,
  caller: Caller,
  id: Id,
  wanted: Wanted,
  matches: Matches = any,
): Promise<GroupRow> {
  const org = orgOf(caller);
  const { answer } = await parts.access.change({
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
        ...(wanted.longestMembership === undefined
          ? {}
          : { longest: wanted.longestMembership && wanted.longestMembership * 1000 }),
      },
    ],
    check: async (tx) => mustMatch(await readGroup(tx, org, id), matches),
    after: (tx) => readGroup(tx, org, id),
  });
  return answer;
}

/** Refuses when the group, locked, is not the one that the caller looked at. */
export function mustMatch({ updated_at }: GroupRow, matches: Matches): void {
  if (!matches(updated_at)) refuse({ reason: 'stale', thing: 'group' });
}
