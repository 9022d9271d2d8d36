import type { Id, Rule } from '@coterie/kernel';
import { date, instant, type Kept, roleColumns, roleOf } from './shape.ts';

export const grant: Kept<'grant'> = {
  toRow: (grant) => ({
    membership_id: grant.membership,
    project_id: grant.project,
    principal_id: grant.holderKind === 'principal' ? grant.holder : null,
    group_id: grant.holderKind === 'group' ? grant.holder : null,
    rules: grant.rules === null ? null : JSON.stringify(grant.rules),
    valid_from: date(grant.from),
    valid_until: date(grant.until),
    range: grant.range,
    slug: grant.slug,
    created_at: new Date(grant.createdAt),
    ...roleColumns(grant.role),
  }),
  toFact: (row) => ({
    id: row.id,
    membership: row.membership_id,
    project: row.project_id,
    holder: (row.principal_id ?? row.group_id) as Id,
    holderKind: row.principal_id === null ? 'group' : 'principal',
    role: row.rules === null ? roleOf(row) : null,
    rules: row.rules as Rule[] | null,
    from: instant(row.valid_from),
    until: instant(row.valid_until),
    slug: row.slug,
    range: row.range,
    createdAt: row.created_at.getTime(),
  }),
};
