import { type access, memberships } from '@coterie/contract';
import { KeySquare, Pencil, ShieldQuestion, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { RouteBadges } from '../../parts/access/route-badges.tsx';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { Menu, type MenuItem } from '../../parts/frame/menu.tsx';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { Who } from '../../parts/list/badge.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { useProject } from '../../session.tsx';
import { ExplainPanel } from '../access/explain-panel.tsx';
import { EditRoles } from './edit-roles.tsx';
import { Privileges } from './privileges.tsx';
import { RemoveIdentity, RemoveUser } from './remove.tsx';

type Open = { what: 'why' | 'edit' | 'privileges' | 'remove'; reacher: access.Reacher };
type Given = {
  projectId: string;
  kind: 'user' | 'identity';
  rows: readonly access.Reacher[];
  isStale: boolean;
};
const subjects = { user: 'member', identity: 'identity' } as const;

/** Everyone who can reach the project: a badge for every route, and why. */
export function ReachTable({ projectId, kind, rows, isStale }: Given) {
  const { may, project } = useProject(projectId);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const items = (reacher: access.Reacher): MenuItem[] => {
    if (!reacher.routes.some(({ isDirect }) => isDirect)) return [];
    return [
      ...(may(subjects[kind], 'edit')
        ? [
            {
              label: 'Edit direct roles',
              icon: Pencil,
              onSelect: () => setOpen({ what: 'edit', reacher }),
            },
          ]
        : []),
      {
        label: 'Additional privileges…',
        icon: KeySquare,
        onSelect: () => setOpen({ what: 'privileges', reacher }),
      },
      ...(may(subjects[kind], 'delete')
        ? [
            {
              label: 'Remove direct roles',
              icon: Trash2,
              danger: true,
              onSelect: () => setOpen({ what: 'remove', reacher }),
            },
          ]
        : []),
    ];
  };
  const columns: Column<access.Reacher>[] = [
    {
      title: kind === 'user' ? 'User' : 'Machine identity',
      cell: ({ principal: { name, email, status } }) => (
        <Who
          name={name}
          line={status === 'active' ? email : `${email ?? ''} ${status}`.trim()}
          isProgram={kind === 'identity'}
        />
      ),
    },
    {
      title: 'Roles and where they come from',
      cell: ({ routes }) => <RouteBadges routes={routes} />,
    },
    {
      title: 'Actions',
      silent: true,
      className: 'w-28',
      cell: (reacher) => (
        <span className="flex items-center justify-end gap-1">
          <Button small icon={ShieldQuestion} onClick={() => setOpen({ what: 'why', reacher })}>
            Why?
          </Button>
          <Menu label={`Actions for ${reacher.principal.name}`} items={items(reacher)} />
        </span>
      ),
    },
  ];
  const dialog = { projectId, projectName: project?.name ?? 'the project', onClose: close };
  return (
    <>
      <Table
        label={
          kind === 'user'
            ? 'Users who can reach this project'
            : 'Machine identities that can reach this project'
        }
        columns={columns}
        rows={rows}
        keyOf={({ principal }) => principal.id}
        isStale={isStale}
      />
      {open?.what === 'why' && (
        <Dialog
          title={`${open.reacher.principal.name} in ${dialog.projectName}: why?`}
          onClose={close}
          wide
        >
          <ExplainPanel
            principal={open.reacher.principal}
            project={{ id: projectId, name: dialog.projectName }}
          />
        </Dialog>
      )}
      {open?.what === 'edit' && (
        <EditDirect
          kind={kind}
          projectId={projectId}
          holder={open.reacher.principal}
          onClose={close}
        />
      )}
      {open?.what === 'privileges' && (
        <Privileges
          kind={kind}
          projectId={projectId}
          holder={open.reacher.principal}
          onClose={close}
        />
      )}
      {open?.what === 'remove' && kind === 'user' && (
        <RemoveUser {...dialog} user={open.reacher.principal} />
      )}
      {open?.what === 'remove' && kind === 'identity' && (
        <RemoveIdentity {...dialog} identity={open.reacher.principal} />
      )}
    </>
  );
}

type EditGiven = {
  kind: 'user' | 'identity';
  projectId: string;
  holder: { id: string; name: string };
  onClose: () => void;
};

/** The direct roles with their ends are asked for only when they are to be edited. */
function EditDirect({ kind, projectId, holder, onClose }: EditGiven) {
  const user = useAsk(
    memberships.getProjectUser,
    { params: { projectId, userId: holder.id } },
    { enabled: kind === 'user' },
  );
  const identity = useAsk(
    memberships.getProjectIdentity,
    { params: { projectId, identityId: holder.id } },
    { enabled: kind === 'identity' },
  );
  const roles = user.answer?.membership.roles ?? identity.answer?.identityMembership.roles;
  const error = user.error ?? identity.error;
  if (roles)
    return (
      <EditRoles
        kind={kind}
        projectId={projectId}
        holder={holder}
        roles={roles}
        onClose={onClose}
      />
    );
  return (
    <Dialog title={`Roles of ${holder.name}`} onClose={onClose}>
      {error ? <Failed error={error} what="these roles" /> : <Bones rows={3} />}
    </Dialog>
  );
}
