import type { Edge, Id } from '@coterie/kernel';
import { date, instant, type Kept } from './shape.ts';

export const edge: Kept<'edge'> = {
  toRow: (edge) => ({
    group_id: edge.group,
    principal_id: edge.memberKind === 'principal' ? edge.member : null,
    child_group_id: edge.memberKind === 'group' ? edge.member : null,
    source: edge.source,
    valid_from: date(edge.from),
    valid_until: date(edge.until),
    reason: edge.reason,
    added_by: edge.addedBy,
    added_at: new Date(edge.addedAt),
    by_owner: edge.byOwner ?? false,
  }),
  toFact: (row) => ({
    id: row.id,
    group: row.group_id,
    member: (row.principal_id ?? row.child_group_id) as Id,
    memberKind: row.principal_id === null ? 'group' : 'principal',
    source: row.source as Edge['source'],
    from: instant(row.valid_from),
    until: instant(row.valid_until),
    reason: row.reason,
    addedBy: row.added_by,
    addedAt: row.added_at.getTime(),
    ...(row.by_owner ? { byOwner: true } : {}),
  }),
  // Each member's together: a world takes them far quicker so than in any order.
  readBy: ['principal_id', 'child_group_id'],
};
