import { groups } from '@coterie/contract';
import { useState } from 'react';
import { perform, useAct, useAsk } from '../../api.ts';
import { Who } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Pages, SearchBox, useListing } from '../../parts/listing.tsx';
import { Bones, Failed, Notice } from '../../parts/notice.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useOrganization } from '../../session.tsx';
import { ago, personName } from '../../words.ts';

type Given = { group: { id: string; name: string }; onClose: () => void };
const tabs = [
  { key: 'users', label: 'Users' },
  { key: 'identities', label: 'Machine identities' },
];

/** Everyone of the organization with whether each is in the group; one press puts them in or takes them out. */
export function MemberPicker({ group, onClose }: Given) {
  const [tab, setTab] = useState('users');
  return (
    <Dialog
      title={`Members of ${group.name}`}
      hint="Who is assigned has all that the group has, at once."
      onClose={onClose}
      wide
    >
      <Tabs label="Kind of member" tabs={tabs} current={tab} onSelect={setTab}>
        {tab === 'users' ? <Users group={group} /> : <Identities group={group} />}
      </Tabs>
    </Dialog>
  );
}

const byName = { by: 'name', direction: 'asc' } as const;

function Users({ group: { id } }: { group: Given['group'] }) {
  const { lack } = useOrganization();
  const list = useListing(byName);
  const { answer, error } = useAsk(
    groups.groupUsers,
    { params: { id }, query: list.query },
    { keep: true },
  );
  const act = useAct(
    ({ username, isIn }: { username: string; isIn: boolean }) =>
      perform(isIn ? groups.removeGroupUser : groups.addGroupUser, { params: { id, username } }),
    {},
  );
  return (
    <PickerList
      {...{ list, error }}
      label="Search users"
      total={answer?.totalCount}
      failure={act.error}
      rows={answer?.users.map((user) => ({
        id: user.id,
        name: personName(user),
        line: user.email,
        isIn: user.isPartOfGroup,
        joined: user.joinedGroupAt,
        locked: lack('groups', user.isPartOfGroup ? 'remove-members' : 'add-members'),
        onPress: () => act.run({ username: user.username, isIn: user.isPartOfGroup }),
      }))}
    />
  );
}

function Identities({ group: { id } }: { group: Given['group'] }) {
  const { lack } = useOrganization();
  const list = useListing(byName);
  const { answer, error } = useAsk(
    groups.groupIdentities,
    { params: { id }, query: list.query },
    { keep: true },
  );
  const act = useAct(
    ({ identityId, isIn }: { identityId: string; isIn: boolean }) =>
      perform(isIn ? groups.removeGroupIdentity : groups.addGroupIdentity, {
        params: { id, identityId },
      }),
    {},
  );
  return (
    <PickerList
      {...{ list, error }}
      label="Search machine identities"
      total={answer?.totalCount}
      failure={act.error}
      rows={answer?.machineIdentities.map((identity) => ({
        id: identity.id,
        name: identity.name,
        isIn: identity.isPartOfGroup,
        isProgram: true,
        joined: identity.joinedGroupAt,
        locked: lack('groups', identity.isPartOfGroup ? 'remove-identities' : 'add-identities'),
        onPress: () => act.run({ identityId: identity.id, isIn: identity.isPartOfGroup }),
      }))}
    />
  );
}

type Row = {
  id: string;
  name: string;
  line?: string;
  isIn: boolean;
  isProgram?: boolean;
  joined: string | null;
  locked: string | undefined;
  onPress: () => void;
};
type ListGiven = {
  label: string;
  list: ReturnType<typeof useListing>;
  rows: Row[] | undefined;
  total: number | undefined;
  error: unknown;
  failure: unknown;
};

function PickerList({ label, list, rows, total, error, failure }: ListGiven) {
  return (
    <div className="flex flex-col gap-3">
      <SearchBox label={label} value={list.typed} onChange={list.setSearch} />
      {failure instanceof Error && <Notice tone="danger">{failure.message}</Notice>}
      {error && !rows ? <Failed error={error} what="this list" /> : !rows && <Bones rows={4} />}
      {rows?.length === 0 && <p className="py-6 text-center text-dim">Nobody found.</p>}
      {rows && rows.length > 0 && (
        <Table
          label={label.replace('Search ', '')}
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
        />
      )}
      <Pages
        what={label.replace('Search ', '')}
        total={total ?? 0}
        offset={list.offset}
        onOffset={list.setOffset}
      />
    </div>
  );
}

const columns: readonly Column<Row>[] = [
  {
    title: 'Name',
    cell: ({ name, line, isProgram }) => <Who name={name} line={line} isProgram={isProgram} />,
  },
  {
    title: 'Joined',
    wideOnly: true,
    cell: ({ isIn, joined }) => (
      <span className="text-xs text-dim">{isIn && joined ? ago(joined) : ''}</span>
    ),
  },
  {
    title: 'Membership',
    silent: true,
    className: 'w-24 text-right',
    cell: ({ isIn, locked, onPress }) => (
      <Button small look={isIn ? 'plain' : 'primary'} locked={locked} onClick={onPress}>
        {isIn ? 'Unassign' : 'Assign'}
      </Button>
    ),
  },
];
