import { access, groups } from '@coterie/contract';
import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { make, to, useAct, useAsk } from '../../api.ts';
import { useWhatIf, WhatIfDialog } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { Button, IconButton } from '../../parts/form/button.tsx';
import type { Choice } from '../../parts/form/picker.tsx';
import { GroupPicker } from '../../parts/form/pickers.tsx';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { Section } from '../../parts/frame/page.tsx';
import { GroupLink } from '../../parts/list/group-link.tsx';
import { useOrganization } from '../../session.tsx';

type Named = { id: string; name: string };
type Given = { identity: Named };

/** The groups on the identity's routes to the organization: each group carries a role there, so every group is on one. */
function useGroupsOf({ id }: Named) {
  const { answer, error } = useAsk(access.explain, {
    body: { principalId: id, subject: 'groups', action: 'read' },
  });
  const found = new Map(
    answer?.routes
      .flatMap(({ groups: passed }) => passed.slice(0, 1))
      .map((group) => [group.id, group]),
  );
  return { list: answer && [...found.values()], error };
}

export function IdentityGroups({ identity }: Given) {
  const { lack, may } = useOrganization();
  const { list, error } = useGroupsOf(identity);
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Named>();
  return (
    <Section
      title="Groups"
      hint="All that these groups have, this identity has."
      actions={
        <Button locked={lack('groups', 'add-identities')} onClick={() => setAdding(true)}>
          Add to group
        </Button>
      }
    >
      {error && !list ? <Failed error={error} what="its groups" /> : !list && <Bones rows={2} />}
      {list?.length === 0 && <p className="text-sm text-dim">In no group yet.</p>}
      {list && list.length > 0 && (
        <ul aria-label="Groups" className="-my-2 divide-y divide-line">
          {list.map((group) => (
            <li key={group.id} className="flex items-center justify-between gap-2 py-1">
              <GroupLink group={group} />
              {may('groups', 'remove-identities') && (
                <IconButton
                  icon={UserMinus}
                  label={`Remove from ${group.name}`}
                  onClick={() => setLeaving(group)}
                  danger
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdding && <AddToGroup identity={identity} onClose={() => setAdding(false)} />}
      {leaving && (
        <LeaveGroup identity={identity} group={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </Section>
  );
}

function AddToGroup({ identity, onClose }: Given & { onClose: () => void }) {
  const [group, setGroup] = useState<Choice>();
  const params = { id: group?.id ?? '', identityId: identity.id };
  const change = to(groups.addGroupIdentity, { params });
  const preview = useWhatIf(group ? [change] : []);
  const act = useAct(() => make(change), {
    done: `${identity.name} added to ${group?.name}`,
    onDone: onClose,
  });
  return (
    <WhatIfForm
      preview={preview}
      title={`Add ${identity.name} to a group`}
      onClose={onClose}
      act={act}
      save="Add to group"
      disabled={!group}
    >
      <GroupPicker label="Group" chosen={group} onChoose={setGroup} />
    </WhatIfForm>
  );
}

function LeaveGroup({ identity, group, onClose }: Given & { group: Named; onClose: () => void }) {
  const change = to(groups.removeGroupIdentity, {
    params: { id: group.id, identityId: identity.id },
  });
  const act = useAct(() => make(change), {
    done: `${identity.name} removed from ${group.name}`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={`Remove ${identity.name} from ${group.name}?`}
      changes={[change]}
      confirm="Remove from group"
      act={act}
      onClose={onClose}
    />
  );
}
