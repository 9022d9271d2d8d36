import { memberships } from '@coterie/contract';
import { useMemo, useState } from 'react';
import { makeAny, to, useAct } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import type { Choice } from '../../parts/form/picker.tsx';
import { GroupPicker, IdentityPicker, UserPicker } from '../../parts/form/pickers.tsx';
import { RoleChoices } from '../../parts/roles/role-choice.tsx';
import { useProjectRoles } from '../../parts/roles/roles.tsx';
import { asRequest, obstacle, type Wanted } from '../../parts/roles/wanted.ts';
import { useProject } from '../../session.tsx';

export type HolderKind = 'group' | 'user' | 'identity';
const kinds = {
  group: {
    word: 'group',
    label: 'Group',
    Picker: GroupPicker,
    hint: 'Every member has the roles here, at once.',
  },
  user: {
    word: 'user',
    label: 'User',
    Picker: UserPicker,
    hint: 'Directly: what comes by groups adds to it.',
  },
  identity: {
    word: 'machine identity',
    label: 'Machine identity',
    Picker: IdentityPicker,
    hint: 'Directly: what comes by groups adds to it.',
  },
} as const;

/** Puts a holder in the project under roles. */
function adding(kind: HolderKind, projectId: string, id: string, wanted: Wanted) {
  const body = { roles: asRequest(wanted) };
  if (kind === 'group')
    return to(memberships.addProjectGroup, { params: { projectId, groupId: id }, body });
  if (kind === 'user')
    return to(memberships.addProjectUser, { params: { projectId, userId: id }, body });
  return to(memberships.addProjectIdentity, { params: { projectId, identityId: id }, body });
}

/** Picks who, then which roles and until when; shows what that gives before it is done. */
export function AddHolder({
  kind,
  projectId,
  onClose,
}: {
  kind: HolderKind;
  projectId: string;
  onClose: () => void;
}) {
  const { word, label, Picker, hint } = kinds[kind];
  const [holder, setHolder] = useState<Choice>();
  const [wanted, setWanted] = useState<Wanted>(new Map());
  const { may } = useProject(projectId);
  const { list } = useProjectRoles(projectId, may('role', 'read'));
  const isReady = holder !== undefined && obstacle(wanted) === undefined;
  // Made once for what was chosen: a duration counted anew each time would be another question.
  const change = useMemo(
    () => adding(kind, projectId, holder?.id ?? '', wanted),
    [kind, projectId, holder, wanted],
  );
  const preview = useWhatIf(isReady ? [change] : []);
  const act = useAct(() => makeAny(change), {
    done: `${holder?.name} added to the project`,
    onDone: onClose,
  });
  return (
    <WhatIfForm
      preview={preview}
      title={`Add ${word}`}
      hint={hint}
      onClose={onClose}
      act={act}
      save={`Add ${word}`}
      disabled={!isReady}
    >
      <Picker label={label} chosen={holder} onChoose={setHolder} />
      <RoleChoices roles={list} wanted={wanted} onChange={setWanted} />
    </WhatIfForm>
  );
}
