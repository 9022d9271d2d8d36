import { groups } from '@coterie/contract';
import { Plus, UserMinus, Users, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { Button, IconButton } from '../../parts/form/button.tsx';
import { Bones, Empty, Failed } from '../../parts/frame/notice.tsx';
import { Who } from '../../parts/list/badge.tsx';
import { GroupLink } from '../../parts/list/group-link.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { useOrganization } from '../../session.tsx';
import { atMoment } from '../../words.ts';
import { AddManager } from './add-manager.tsx';
import type { Group } from './answer.ts';
import { RemoveManager } from './remove-manager.tsx';

const kinds = {
  user: 'user',
  machineIdentity: 'machine identity',
  group: 'group: each of its members manages',
} as const;

/** What a manager may do, in a line. */
export const managing =
  'A manager adds and removes members, nothing else, as far as they hold what the group gives; an owner lets others in whatever it gives.';

/** Who may add and remove members of the group without the right to do so in all groups. */
export function GroupManagers({ group }: { group: Group }) {
  const { may, lack } = useOrganization();
  const [open, setOpen] = useState<'add' | groups.GroupManager>();
  const close = () => setOpen(undefined);
  const { answer, error } = useAsk(groups.listGroupManagers, { params: { id: group.id } });
  const mayChange = may('groups', 'grant-privileges');
  const addButton = (
    <Button icon={Plus} locked={lack('groups', 'grant-privileges')} onClick={() => setOpen('add')}>
      Add manager
    </Button>
  );
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm text-dim">{managing}</p>
        {addButton}
      </div>
      {error && !answer ? <Failed error={error} what="the managers" /> : !answer && <Bones />}
      {answer?.managers.length === 0 && (
        <Empty icon={UsersRound} title="Nobody manages this group yet">
          Members are added by those who may do so in every group. Appoint a manager to leave it to
          someone close to the team.
        </Empty>
      )}
      {answer && answer.managers.length > 0 && (
        <Table
          label="Managers"
          columns={columns(group, mayChange ? setOpen : undefined)}
          rows={answer.managers}
          keyOf={({ id }) => id}
        />
      )}
      {open === 'add' && <AddManager group={group} onClose={close} />}
      {open !== undefined && open !== 'add' && (
        <RemoveManager group={group} manager={open} onClose={close} />
      )}
    </>
  );
}

const columns = (
  group: Group,
  remove: ((manager: groups.GroupManager) => void) | undefined,
): Column<groups.GroupManager>[] => [
  { title: 'Manager', cell: (manager) => <ManagerName manager={manager} /> },
  {
    title: 'Kind',
    cell: ({ kind }) => (kind === 'owner' ? 'Owner' : 'Manager'),
  },
  {
    title: 'Since',
    wideOnly: true,
    cell: ({ addedAt }) => <span className="text-dim">{atMoment(addedAt)}</span>,
  },
  {
    title: 'Actions',
    silent: true,
    className: 'w-10',
    cell: (manager) =>
      remove && (
        <IconButton
          icon={UserMinus}
          label={`Remove ${manager.name} as manager of ${group.name}`}
          onClick={() => remove(manager)}
          danger
        />
      ),
  },
];

function ManagerName({ manager: { id, type, name, email } }: { manager: groups.GroupManager }) {
  if (type === 'user') return <Who name={name} line={email} />;
  if (type === 'machineIdentity') return <Who name={name} line={kinds[type]} isProgram />;
  const link = <GroupLink group={{ id, name }} look="hover:underline" />;
  return <Who name={name} line={kinds[type]} isProgram icon={Users} link={link} />;
}
