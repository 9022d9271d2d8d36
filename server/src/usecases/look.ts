import { type Id, type Instant, refuse, type World } from '@coterie/kernel';
import type { Caller, Parts } from './parts.ts';
import { type Asked, View } from './view.ts';

export const orgOf = (caller: Caller): Id => caller.org ?? refuse({ reason: 'notActive' });

/** Refuses an organization that is not the caller's as one that does not exist. */
export const sameOrg = (caller: Caller, org: Id): Id =>
  caller.org === org ? org : refuse({ reason: 'notFound', thing: 'organization', id: org });

/**
 * The world at the version that was read after the request began, or at a newer one that content was read with.
 * Refuses who is no active member.
 */
export async function look(
  { worlds, now }: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  version = 0,
): Promise<View> {
  const org = orgOf(caller);
  const world = await worlds.at(org, Math.max(version, caller.accessVersion));
  return viewOf(world, caller, now());
}

/** The caller's view of a world; refuses who is no active member of it. */
export function viewOf(
  world: World | undefined,
  caller: Caller,
  at: Instant,
  asked: Asked[] | null = null,
): View {
  if (world?.get('member', caller.principal)?.status !== 'active')
    return refuse({ reason: 'notActive' });
  return new View(world, orgOf(caller), caller.principal, at, asked);
}
