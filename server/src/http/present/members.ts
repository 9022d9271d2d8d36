import type { MemberRow } from '../../store/organization/members.ts';
import type { SeenMember } from '../../usecases/members/list.ts';
import type { View } from '../../usecases/view.ts';
import { presentUser } from './people.ts';
import { namedRole } from './roles.ts';

export function presentMember({ world, org }: View, { row, roles, groups }: SeenMember) {
  const status = row.status as 'active' | 'suspended' | 'invited';
  return {
    id: row.membership_id,
    orgId: org,
    userId: row.id,
    ...namedRole(world, roles[0] ?? 'no-access'),
    status,
    isActive: status !== 'suspended',
    inviteEmail: status === 'invited' ? row.email : null,
    createdAt: row.created_at.toISOString(),
    user: presentUser(row satisfies MemberRow),
    groups,
  };
}
