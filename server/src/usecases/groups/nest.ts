import { type Group, type Id, refuse, type World } from '@coterie/kernel';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { addMember } from './add-member.ts';
import type { WantedMembership } from './validity.ts';

type Changes = Pick<Parts, 'access' | 'now'>;

/** Puts a group in a group: members of the child get what the parent has. Refuses circles and chains too deep. */
export async function nestGroup(
  parts: Changes,
  caller: Caller,
  parent: Id,
  child: Id,
  wanted: WantedMembership,
): Promise<Group> {
  const member = { id: child, kind: 'group' } as const;
  return addMember(parts, caller, { group: parent, ...member }, wanted, async (_, { world }) =>
    groupIn(world, child),
  );
}

export async function unnestGroup(
  parts: Changes,
  caller: Caller,
  parent: Id,
  child: Id,
): Promise<Group> {
  const { answer } = await parts.access.change({
    org: orgOf(caller),
    by: changer(caller),
    at: parts.now(),
    commands: (world) => {
      groupIn(world, child);
      return [{ do: 'edge.remove', group: parent, member: child, source: 'manual' }];
    },
    after: async (_, { world }) => groupIn(world, child),
  });
  return answer;
}

const groupIn = (world: World, id: Id): Group =>
  world.get('group', id) ?? refuse({ reason: 'notFound', thing: 'group', id });
