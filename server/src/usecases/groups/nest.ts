import { type Group, type Id, refuse } from '@coterie/kernel';
import { look, orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { addMember } from './add-member.ts';
import type { WantedMembership } from './validity.ts';

type Changes = Pick<Parts, 'worlds' | 'access' | 'now'>;

/** Puts a group in a group: members of the child get what the parent has. Refuses circles and chains too deep. */
export async function nestGroup(
  parts: Changes,
  caller: Caller,
  parent: Id,
  child: Id,
  wanted: WantedMembership,
): Promise<Group> {
  await addMember(parts, caller, parent, { id: child, kind: 'group' }, wanted);
  return named(parts, caller, child);
}

export async function unnestGroup(
  parts: Changes,
  caller: Caller,
  parent: Id,
  child: Id,
): Promise<Group> {
  await parts.access.change({
    org: orgOf(caller),
    by: changer(caller),
    at: parts.now(),
    commands: (world) => {
      if (!world.get('group', child)) refuse({ reason: 'notFound', thing: 'group', id: child });
      return [{ do: 'group.remove', group: parent, member: child, source: 'manual' }];
    },
  });
  return named(parts, caller, child);
}

const named = async (parts: Changes, caller: Caller, id: Id): Promise<Group> =>
  (await look(parts, caller)).world.get('group', id) ??
  refuse({ reason: 'notFound', thing: 'group', id });
