import { roles } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { perform, useAct, useAsk } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { Button } from '../../parts/form/button.tsx';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { type RoleRow, RoleTable } from '../../parts/roles/role-table.tsx';
import { useProject } from '../../session.tsx';

export function ProjectRoles() {
  const { projectId } = useParams({ from: '/console/projects/$projectId/settings/access/roles' });
  const { lack, may } = useProject(projectId);
  const navigate = useNavigate();
  const [leaving, setLeaving] = useState<RoleRow>();
  const { answer, error, refetch } = useAsk(roles.projectRoles, { params: { projectId } });
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm text-dim">
          A role may hold rules for one environment, path or secret alone, and denies that win over
          every allow.
        </p>
        <Button
          look="primary"
          icon={Plus}
          locked={lack('role', 'create')}
          onClick={() =>
            void navigate({
              to: '/projects/$projectId/settings/roles/$roleId',
              params: { projectId, roleId: 'new' },
            })
          }
        >
          Create role
        </Button>
      </div>
      {error && !answer ? (
        <Failed error={error} what="the roles" retry={() => void refetch()} />
      ) : (
        !answer && <Bones />
      )}
      {answer && (
        <RoleTable
          label="Project roles"
          roles={answer.roles}
          linkTo={({ id }) => ({
            to: '/projects/$projectId/settings/roles/$roleId',
            params: { projectId, roleId: id },
          })}
          onDelete={may('role', 'delete') ? setLeaving : undefined}
        />
      )}
      {leaving && (
        <DeleteRole projectId={projectId} role={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </>
  );
}

function DeleteRole({
  projectId,
  role,
  onClose,
}: {
  projectId: string;
  role: RoleRow;
  onClose: () => void;
}) {
  const act = useAct(
    () => perform(roles.deleteProjectRole, { params: { projectId, roleId: role.id } }),
    { done: `Role ${role.name} deleted`, onDone: onClose },
  );
  return (
    <Confirm
      title={`Delete the role ${role.name}?`}
      confirm="Delete role"
      act={act}
      onClose={onClose}
    >
      A role that somebody still has cannot be deleted; nobody loses anything by this.
    </Confirm>
  );
}
