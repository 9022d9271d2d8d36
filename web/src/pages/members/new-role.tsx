import { members } from '@coterie/contract';
import { make, to, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import type { Option } from '../../parts/form/field.tsx';
import { useOrganization } from '../../session.tsx';
import { personName } from '../../words.ts';

type Given = { member: members.Member; role: Option; onClose: () => void };

/** Gives a member another organization role, after showing what that does. */
export function NewRole({ member, role, onClose }: Given) {
  const { id: orgId } = useOrganization();
  const name = personName(member.user);
  const change = to(members.editMember, {
    params: { orgId, membershipId: member.id },
    body: { role: role.value },
  });
  const act = useAct(() => make(change), {
    done: `${name} has the role ${role.label}`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={`Give ${name} the role ${role.label}?`}
      changes={[change]}
      confirm={`Make ${name} ${role.label}`}
      act={act}
      onClose={onClose}
    >
      It is what {name} may do in the organization. What comes by groups stays.
    </WhatIfDialog>
  );
}
