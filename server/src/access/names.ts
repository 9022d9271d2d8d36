import { builtIn, type Change, type Id, isId, type World } from '@coterie/kernel';
import type { Db } from '../store/db.ts';
import type { Deed } from '../store/log/log.ts';
import { principalsByIds } from '../store/organization/members.ts';

/** Every id that changes and deeds speak of, roles of members too. */
export const idsIn = (changes: readonly Change[], deeds: readonly Deed[] = []): Id[] =>
  idsOf([...changes.flatMap(({ before, after }) => [before ?? {}, after ?? {}]), ...deeds]);

/** The ids among the values of these. */
export const idsOf = (facts: readonly object[]): Id[] => [
  ...new Set(facts.flatMap((fact) => Object.values(fact).flat().filter(isId))),
];

/** What these are called now: people, machine identities, groups, projects and roles. */
export async function namesOf(
  db: Db,
  org: Id,
  world: World | null,
  ids: readonly Id[],
): Promise<Record<Id, string>> {
  const named: Record<Id, string> = {};
  const principals = await principalsByIds(db, org, ids);
  for (const id of ids) {
    const name =
      principals.get(id)?.name ??
      world?.get('group', id)?.name ??
      world?.get('project', id)?.name ??
      world?.get('role', id)?.name ??
      builtIn(id, 'project')?.name;
    if (name) named[id] = name;
  }
  return named;
}

/** What was made or renamed by these changes is called as they say. */
export const namesIn = (changes: readonly Change[]): Record<Id, string> =>
  Object.fromEntries(
    changes.flatMap(({ before, after }) => {
      const fact = before ?? after;
      return fact && 'name' in fact ? [[fact.id, fact.name]] : [];
    }),
  );
