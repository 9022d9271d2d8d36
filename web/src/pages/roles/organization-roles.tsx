import { roles } from '@coterie/contract';
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { perform, useAct, useAsk } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { Button } from '../../parts/form/button.tsx';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { type RoleRow, RoleTable } from '../../parts/roles/role-table.tsx';
import { useOrganization } from '../../session.tsx';

export function Roles() {
  const { lack, may } = useOrganization();
  const navigate = useNavigate();
  const [leaving, setLeaving] = useState<RoleRow>();
  const { answer, error, refetch } = useAsk(roles.organizationRoles, {});
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm text-dim">
          A role is a list of permissions. Members, groups and machine identities have one each; a
          member has those of all their groups as well.
        </p>
        <Button
          look="primary"
          icon={Plus}
          locked={lack('role', 'create')}
          onClick={() =>
            void navigate({ to: '/organization/roles/$roleId', params: { roleId: 'new' } })
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
          label="Organization roles"
          roles={answer.roles}
          linkTo={({ id }) => ({ to: '/organization/roles/$roleId', params: { roleId: id } })}
          onDelete={may('role', 'delete') ? setLeaving : undefined}
        />
      )}
      {leaving && <DeleteRole role={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

function DeleteRole({ role, onClose }: { role: RoleRow; onClose: () => void }) {
  const act = useAct(() => perform(roles.deleteOrganizationRole, { params: { roleId: role.id } }), {
    done: `Role ${role.name} deleted`,
    onDone: onClose,
  });
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
