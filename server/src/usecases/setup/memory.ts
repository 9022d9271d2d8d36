import { userById } from '../../store/accounts/users.ts';
import type { Caller, Parts } from '../parts.ts';

type Room = { used: number; most: number };
/** About how many bytes a node holds of each, and how many it may. */
export type Memory = { organizations: Room; secrets: Room; answers: Room };

/** What this node holds in memory, for administrators of the instance; undefined for others. */
export async function memoryFor(
  { db, worlds, reads, answers }: Pick<Parts, 'db' | 'worlds' | 'reads' | 'answers'>,
  caller: Caller | null,
): Promise<Memory | undefined> {
  if (caller?.kind !== 'user' || caller.lacksFactor) return undefined;
  if (!(await userById(db, caller.principal))?.is_instance_admin) return undefined;
  return { organizations: worlds.memory, secrets: reads.memory, answers: answers.memory };
}
