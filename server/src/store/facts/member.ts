import type { Member } from '@coterie/kernel';
import { takeMember } from '../gates.ts';
import { dropFromTemplates } from '../project/templates.ts';
import type { RoleColumns } from '../schema.ts';
import { type Kept, roleColumns, roleOf } from './shape.ts';

export const member: Kept<'member', { roles: readonly RoleColumns[] }> = {
  toRow: ({ id, membership, kind, status, shownTo }) => ({
    membership_id: membership,
    kind,
    user_id: kind === 'user' ? id : null,
    status,
    shown_to: shownTo ? [...shownTo] : null,
  }),
  toFact: (row) => ({
    id: row.id,
    membership: row.membership_id,
    kind: row.kind as Member['kind'],
    status: row.status as Member['status'],
    roles: row.roles.map(roleOf),
    ...(row.shown_to ? { shownTo: row.shown_to } : {}),
  }),
  isDated: true,
  async readBeside(db, org, rows) {
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return [];
    const roles = await db
      .selectFrom('member_roles')
      .selectAll()
      .where('org_id', '=', org)
      .where('member_id', '>=', first.id)
      .where('member_id', '<=', last.id)
      .orderBy('ordinal')
      .execute();
    const rolesOf = Map.groupBy(roles, (row) => row.member_id);
    return rows.map((row) => ({ ...row, roles: rolesOf.get(row.id) ?? [] }));
  },
  async writeBeside(tx, org, { id, roles }, isNew) {
    if (!isNew)
      await tx
        .deleteFrom('member_roles')
        .where('org_id', '=', org)
        .where('member_id', '=', id)
        .execute();
    const rows = roles.map((role, ordinal) => ({ ordinal, ...roleColumns(role) }));
    await tx
      .insertInto('member_roles')
      .values(rows.map((row) => ({ org_id: org, member_id: id, ...row })))
      .execute();
  },
  async leave(tx, org, id) {
    await takeMember(tx, id);
    await dropFromTemplates(tx, org, id);
  },
};
