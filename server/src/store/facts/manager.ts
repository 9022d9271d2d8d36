import type { Id, Manager } from '@coterie/kernel';
import type { Kept } from './shape.ts';

export const manager: Kept<'manager'> = {
  toRow: (manager) => ({
    kind: manager.kind,
    group_id: manager.group,
    principal_id: manager.holderKind === 'principal' ? manager.holder : null,
    manager_group_id: manager.holderKind === 'group' ? manager.holder : null,
    added_by: manager.addedBy,
    added_at: new Date(manager.addedAt),
  }),
  toFact: (row) => ({
    id: row.id,
    group: row.group_id,
    kind: row.kind as Manager['kind'],
    holder: (row.principal_id ?? row.manager_group_id) as Id,
    holderKind: row.principal_id === null ? 'group' : 'principal',
    addedBy: row.added_by,
    addedAt: row.added_at.getTime(),
  }),
};
