import { memberships } from '@coterie/contract';
import { perform, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/what-if.tsx';

type Named = { id: string; name: string };
type Given = { projectId: string; projectName: string; onClose: () => void };

/** Removes a group from a project, after showing who loses what. */
export function RemoveGroup({ projectId, projectName, group, onClose }: Given & { group: Named }) {
  const act = useAct(
    () => perform(memberships.removeProjectGroup, { params: { projectId, groupId: group.id } }),
    { done: `${group.name} removed from ${projectName}`, onDone: onClose },
  );
  return (
    <RemoveHolder
      {...{ projectId, projectName, onClose, act }}
      holder={group}
      note="Its members lose what came by this group, at once. What they have directly or by other groups stays."
    />
  );
}

/** Takes away what a user has directly. */
export function RemoveUser({ projectId, projectName, user, onClose }: Given & { user: Named }) {
  const act = useAct(
    () => perform(memberships.removeProjectUser, { params: { projectId, userId: user.id } }),
    { done: `${user.name} removed from ${projectName}`, onDone: onClose },
  );
  return (
    <RemoveHolder
      {...{ projectId, projectName, onClose, act }}
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
  const act = useAct(
    () =>
      perform(memberships.removeProjectIdentity, {
        params: { projectId, identityId: identity.id },
      }),
    {
      done: `${identity.name} removed from ${projectName}`,
      onDone: onClose,
    },
  );
  return (
    <RemoveHolder
      {...{ projectId, projectName, onClose, act }}
      holder={identity}
      note="Takes away the direct roles. What comes by groups stays."
    />
  );
}

type Act = { run: (given: undefined) => void; pending: boolean; error: unknown };

function RemoveHolder({
  projectId,
  projectName,
  holder,
  note,
  onClose,
  act,
}: Given & { holder: Named; note: string; act: Act }) {
  return (
    <WhatIfDialog
      title={`Remove ${holder.name} from ${projectName}?`}
      commands={[{ do: 'removeFromProject', projectId, holderId: holder.id }]}
      confirm="Remove from project"
      onConfirm={() => act.run(undefined)}
      onClose={onClose}
      pending={act.pending}
      error={act.error}
    >
      {note}
    </WhatIfDialog>
  );
}
