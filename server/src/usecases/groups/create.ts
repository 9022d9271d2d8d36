import { randomUUID } from 'node:crypto';
import type { Command } from '@coterie/kernel';
import type { GroupRow } from '../../store/organization/groups.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { roleRef } from '../roles/refs.ts';
import { freshSlug, slugFrom } from '../slugs.ts';
import { readGroup } from './get.ts';

type Wanted = {
  name: string;
  slug?: string | undefined;
  role: string;
  description?: string | null | undefined;
  /** In seconds. */
  longestMembership?: number | null | undefined;
};

/** Creates a group; without a slug one is made from the name, with a few characters more when that is taken. */
export async function createGroup(
  parts: Pick<Parts, 'access' | 'now'>,
  caller: Caller,
  { name, slug, role, description, longestMembership }: Wanted,
): Promise<GroupRow> {
  const org = orgOf(caller);
  const id = randomUUID();
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    commands: (world): Command[] => {
      const own = slug ?? slugFrom(name, 'group');
      const free =
        slug === undefined && world.groupBySlug(own) !== undefined ? freshSlug(name, 'group') : own;
      const group = {
        id,
        name,
        slug: free,
        description: description ?? null,
        role: roleRef(world, null, role),
        status: 'active' as const,
        longest: longestMembership ? longestMembership * 1000 : null,
      };
      return [{ do: 'group.create', group }];
    },
    after: (tx) => readGroup(tx, org, id),
  });
  return answer;
}
