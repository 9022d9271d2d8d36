import { compare, type Id, refuse } from '@coterie/kernel';
import type { Caller, Parts } from '../parts.ts';
import { namesOf, sceneOf, type Time } from './as-of.ts';

type Asked = { principalId: Id; otherId: Id };

/** What one principal may do that another may not, and what it lacks, place by place. */
export async function compareAccess(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  asked: Asked & Time,
) {
  const { view, world, at, seen } = await sceneOf(parts, caller, asked);
  const { principalId, otherId } = asked;
  for (const id of [principalId, otherId]) {
    if (id !== caller.principal) seen.needOthers(null);
    if (!(world.get('member', id) && seen.principal(id)))
      refuse({ reason: 'notFound', thing: 'member', id });
  }
  const places = compare(world, principalId, otherId, at).filter(
    ({ project }) => project === null || seen.membersOf(project),
  );
  return { world, places, principals: await namesOf(parts, view.org, [principalId, otherId]) };
}
