import { memberships } from '@coterie/contract';
import { makeAny, to, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';

type Named = { id: string; name: string };
type Given = { projectId: string; projectName: string; onClose: () => void };

/** Removes a group from a project, after showing who loses what. */
export function RemoveGroup({ projectId, projectName, group, onClose }: Given & { group: Named }) {
  return (
    <RemoveHolder
      {...{ projectName, onClose }}
      change={to(memberships.removeProjectGroup, { params: { projectId, groupId: group.id } })}
      holder={group}
      note="Its members lose what came by this group, at once. What they have directly or by other groups stays."
    />
  );
}

/** Takes away what a user has directly. */
export function RemoveUser({ projectId, projectName, user, onClose }: Given & { user: Named }) {
  return (
    <RemoveHolder
      {...{ projectName, onClose }}
      change={to(memberships.removeProjectUser, { params: { projectId, userId: user.id } })}
      holder={user}
      note="Takes away the direct roles. What comes by groups stays."
    />
  );
}

/** Takes away what a machine identity has directly. */
export function RemoveIdentity({
  projectId,
  projectName,
  identity,
  onClose,
}: Given & { identity: Named }) {
  return (
    <RemoveHolder
      {...{ projectName, onClose }}
      change={to(memberships.removeProjectIdentity, {
        params: { projectId, identityId: identity.id },
      })}
      holder={identity}
      note="Takes away the direct roles. What comes by groups stays."
    />
  );
}

type HolderGiven = Omit<Given, 'projectId'> & {
  holder: Named;
  change: Parameters<typeof makeAny>[0];
  note: string;
};

function RemoveHolder({ projectName, holder, change, note, onClose }: HolderGiven) {
  const act = useAct(() => makeAny(change), {
    done: `${holder.name} removed from ${projectName}`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={`Remove ${holder.name} from ${projectName}?`}
      changes={[change]}
      confirm="Remove from project"
      act={act}
      onClose={onClose}
    >
      {note}
    </WhatIfDialog>
  );
}
