import { type Id, isValid, type RoleRef } from '@coterie/kernel';
import { groupNames } from '../../store/organization/groups.ts';
import type { MemberQuery } from '../../store/organization/members.ts';
import { listMembers, type MemberRow } from '../../store/organization/members.ts';
import { look, sameOrg } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';

type Group = { id: Id; name: string; slug: string };
export type SeenMember = { row: MemberRow; roles: readonly RoleRef[]; groups: Group[] };

/** A page of the organization's users with the groups of each. */
export async function listOrganizationMembers(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  org: Id,
  query: MemberQuery,
) {
  sameOrg(caller, org);
  const view = await look(parts, caller);
  view.need('member', 'read');
  const { rows, total } = await listMembers(parts.db, org, query);
  return { view, members: await seeMembers(parts, view, rows), total };
}

/** Each with its roles and the groups that it is in now, nothing of groups to who may not see them. */
export async function seeMembers(
  { db }: Pick<Parts, 'db'>,
  view: View,
  rows: readonly MemberRow[],
): Promise<SeenMember[]> {
  const seesGroups = view.may('groups', 'read');
  const groupsOf = (id: Id) =>
    [...view.world.edgesUp(id)].filter((edge) => isValid(edge, view.at)).map(({ group }) => group);
  const idsOf = (id: Id) => (seesGroups ? [...new Set(groupsOf(id))] : []);
  const names = await groupNames(db, view.org, [...new Set(rows.flatMap(({ id }) => idsOf(id)))]);
  return rows.map((row) => ({
    row,
    roles: view.world.get('member', row.id)?.roles ?? [],
    groups: idsOf(row.id).flatMap((id) => names.get(id) ?? []),
  }));
}
