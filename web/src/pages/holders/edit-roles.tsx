import { type MembershipRole, memberships } from '@coterie/contract';
import { useMemo, useState } from 'react';
import { makeAny, to, useAct } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { RoleChoices } from '../../parts/roles/role-choice.tsx';
import { useProjectRoles } from '../../parts/roles/roles.tsx';
import { asRequest, obstacle, type Wanted, wantedFrom } from '../../parts/roles/wanted.ts';
import { useProject } from '../../session.tsx';
import type { HolderKind } from './add.tsx';

type Given = {
  kind: HolderKind;
  projectId: string;
  holder: { id: string; name: string };
  roles: readonly MembershipRole[];
  onClose: () => void;
};

function replacing(kind: HolderKind, projectId: string, id: string, wanted: Wanted) {
  const body = { roles: asRequest(wanted) };
  if (kind === 'group')
    return to(memberships.editProjectGroup, { params: { projectId, groupId: id }, body });
  if (kind === 'user')
    return to(memberships.editProjectUser, { params: { projectId, userId: id }, body });
  return to(memberships.editProjectIdentity, { params: { projectId, identityId: id }, body });
}

/** Replaces a holder's roles in the project, after showing who gains and who loses what. */
export function EditRoles({ kind, projectId, holder, roles, onClose }: Given) {
  const [wanted, setWanted] = useState(() => wantedFrom(roles));
  const { may } = useProject(projectId);
  const { list } = useProjectRoles(projectId, may('role', 'read'));
  // Made once for what was chosen: a duration counted anew each time would be another question.
  const change = useMemo(
    () => replacing(kind, projectId, holder.id, wanted),
    [kind, projectId, holder.id, wanted],
  );
  const isReady = obstacle(wanted) === undefined;
  const preview = useWhatIf(isReady ? [change] : []);
  const act = useAct(() => makeAny(change), {
    done: `Roles of ${holder.name} saved`,
    onDone: onClose,
  });
  return (
    <WhatIfForm
      preview={preview}
      title={`Roles of ${holder.name}`}
      hint={
        kind === 'group'
          ? 'Every member follows at once.'
          : 'What is held directly; what comes by groups adds to it.'
      }
      onClose={onClose}
      act={act}
      save="Save roles"
      disabled={!isReady}
    >
      <RoleChoices roles={list} wanted={wanted} onChange={setWanted} />
    </WhatIfForm>
  );
}
