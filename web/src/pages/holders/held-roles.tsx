import type { MembershipRole } from '@coterie/contract';
import { Badge, Until } from '../../parts/list/badge.tsx';
import { roleWord } from '../../words.ts';

/** The roles of one holder, each with its end. */
export const HeldRoles = ({ roles }: { roles: readonly MembershipRole[] }) => (
  <span className="flex flex-wrap gap-1">
    {roles.map(({ id, role, customRoleName, temporaryAccessEndTime: until }) => (
      <Badge key={id} tone={until ? 'warn' : 'accent'}>
        {customRoleName ?? roleWord(role)}
        {until && <Until at={until} />}
      </Badge>
    ))}
  </span>
);
