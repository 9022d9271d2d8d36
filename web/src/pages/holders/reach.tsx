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
import { type Powers, useProject } from '../../session.tsx';
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
  const about = `${kind === 'user' ? 'Users who' : 'Machine identities that'} can reach this project`;
  return (
    <>
      <Table
        label={about}
        columns={columnsOf(kind, may, setOpen)}
        rows={rows}
        keyOf={({ principal }) => principal.id}
        isStale={isStale}
      />
      {open && (
        <Opened
          {...{ open, kind, projectId, projectName: project?.name ?? 'the project' }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

type May = Powers['may'];
type Opening = (open: Open) => void;

/** What can be done about someone who is there directly. */
function itemsOf(
  kind: Given['kind'],
  may: May,
  open: Opening,
  reacher: access.Reacher,
): MenuItem[] {
  if (!reacher.routes.some(({ isDirect }) => isDirect)) return [];
  const edit = { label: 'Edit direct roles', icon: Pencil, what: 'edit' } as const;
  const privileges = {
    label: 'Additional privileges…',
    icon: KeySquare,
    what: 'privileges',
  } as const;
  const remove = {
    label: 'Remove direct roles',
    icon: Trash2,
    danger: true,
    what: 'remove',
  } as const;
  return [
    ...(may(subjects[kind], 'edit') ? [edit] : []),
    privileges,
    ...(may(subjects[kind], 'delete') ? [remove] : []),
  ].map(({ what, ...item }) => ({ ...item, onSelect: () => open({ what, reacher }) }));
}

const columnsOf = (kind: Given['kind'], may: May, open: Opening): Column<access.Reacher>[] => [
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
        <Button small icon={ShieldQuestion} onClick={() => open({ what: 'why', reacher })}>
          Why?
        </Button>
        <Menu
          label={`Actions for ${reacher.principal.name}`}
          items={itemsOf(kind, may, open, reacher)}
        />
      </span>
    ),
  },
];

type OpenedGiven = Pick<Given, 'projectId' | 'kind'> & {
  open: Open;
  projectName: string;
  onClose: () => void;
};

function Opened({ open, kind, projectId, projectName, onClose }: OpenedGiven) {
  const { principal } = open.reacher;
  const at = { kind, projectId, holder: principal, onClose };
  if (open.what === 'why')
    return (
      <Dialog title={`${principal.name} in ${projectName}: why?`} onClose={onClose} wide>
        <ExplainPanel principal={principal} project={{ id: projectId, name: projectName }} />
      </Dialog>
    );
  if (open.what === 'edit') return <EditDirect {...at} />;
  if (open.what === 'privileges') return <Privileges {...at} />;
  const dialog = { projectId, projectName, onClose };
  return kind === 'user' ? (
    <RemoveUser {...dialog} user={principal} />
  ) : (
    <RemoveIdentity {...dialog} identity={principal} />
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
