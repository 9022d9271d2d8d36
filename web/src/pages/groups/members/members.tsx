import { groups } from '@coterie/contract';
import { UserMinus, Users } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../../api.ts';
import { Button, IconButton } from '../../../parts/form/button.tsx';
import { Empty } from '../../../parts/frame/notice.tsx';
import { Badge, Who } from '../../../parts/list/badge.tsx';
import { GroupLink } from '../../../parts/list/group-link.tsx';
import { ListPages, SearchBox, useListing } from '../../../parts/list/listing.tsx';
import { Loaded } from '../../../parts/list/loaded.tsx';
import { type Column, Table } from '../../../parts/list/table.tsx';
import { Validity } from '../../../parts/list/validity.tsx';
import { useOrganization } from '../../../session.tsx';
import { atMoment, personName } from '../../../words.ts';
import type { Group } from '../answer.ts';
import { useGroupPowers } from '../powers.ts';
import { GroupTree } from '../tree.tsx';
import { type Leaving, RemoveMember } from './remove.tsx';

type Member = { answered: groups.GroupMember; leaving: Leaving; line: string };

const asMember = (answered: groups.GroupMember): Member => {
  if (answered.type === 'user') {
    const { id, username, email } = answered.user;
    const name = personName(answered.user);
    return { answered, leaving: { kind: 'user', id, name, username }, line: email };
  }
  if (answered.type === 'group') {
    const line = 'group: its members get what this group has';
    return { answered, leaving: { kind: 'group', ...answered.group }, line };
  }
  const { id, name } = answered.machineIdentity;
  return {
    answered,
    leaving: { kind: 'machineIdentity', id, name },
    line: 'machine identity',
  };
};

type Given = { group: Group; onAdd: () => void };

/** Who is in the group: by which source, since when. */
export function GroupMembers({ group, onAdd }: Given) {
  const list = useListing({ by: 'name', direction: 'asc' });
  const { answer, error, isStale } = useAsk(
    groups.listGroupMembers,
    { params: { id: group.id }, query: list.query },
    { keep: true },
  );
  const total = answer?.totalCount ?? 0;
  return (
    <>
      <GroupTree group={group} />
      {total > 0 || list.search ? (
        <div className="mb-3">
          <SearchBox label="Search members" value={list.typed} onChange={list.setSearch} />
        </div>
      ) : null}
      <Loaded asked={{ answer, error }} what="the members">
        {answer?.members.length === 0 ? (
          <Nobody {...{ group, onAdd, search: list.search }} />
        ) : (
          <MemberTable group={group} rows={answer?.members ?? []} isStale={isStale} />
        )}
      </Loaded>
      <ListPages what="members" list={list} total={total} />
    </>
  );
}

function Nobody({ group, onAdd, search }: Given & { search: string }) {
  const { lack } = useGroupPowers(group.id);
  return (
    <Empty
      icon={Users}
      title={search ? 'Nobody by that name' : 'Nobody is in this group yet'}
      action={
        !search && lack('add-members') === undefined && <Button onClick={onAdd}>Add members</Button>
      }
    >
      Add people, machine identities and other groups: each gets at once all that the group has.
    </Empty>
  );
}

type TableGiven = { group: Group; rows: readonly groups.GroupMember[]; isStale: boolean };

function MemberTable({ group, rows, isStale }: TableGiven) {
  const { may } = useOrganization();
  const { lack } = useGroupPowers(group.id);
  const [leaving, setLeaving] = useState<Leaving>();
  const mayRemove = ({ kind }: Leaving) =>
    kind === 'group'
      ? may('groups', 'remove-members')
      : lack(kind === 'user' ? 'remove-members' : 'remove-identities') === undefined;
  const removal: Column<Member> = {
    title: 'Actions',
    silent: true,
    className: 'w-10',
    cell: ({ leaving: member }) =>
      mayRemove(member) && (
        <IconButton
          icon={UserMinus}
          label={`Remove ${member.name} from ${group.name}`}
          onClick={() => setLeaving(member)}
          danger
        />
      ),
  };
  return (
    <>
      <Table
        label="Members"
        columns={[...columns, removal]}
        rows={rows.map(asMember)}
        keyOf={({ leaving: { id } }) => id}
        isStale={isStale}
      />
      {leaving && (
        <RemoveMember group={group} member={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </>
  );
}

const columns: readonly Column<Member>[] = [
  { title: 'Member', cell: (member) => <MemberName member={member} /> },
  {
    title: 'Membership',
    cell: ({ answered: { state, validFrom, validUntil } }) => (
      <Validity state={state} from={validFrom} until={validUntil} />
    ),
  },
  {
    title: 'Source',
    wideOnly: true,
    cell: ({ answered: { sources } }) =>
      sources.map((source) => <Badge key={source}>{source}</Badge>),
  },
  {
    title: 'Joined',
    wideOnly: true,
    cell: ({ answered: { joinedGroupAt } }) => (
      <span className="text-dim">{joinedGroupAt && atMoment(joinedGroupAt)}</span>
    ),
  },
];

function MemberName({ member: { leaving, line } }: { member: Member }) {
  const { id, kind, name } = leaving;
  if (kind !== 'group') return <Who name={name} line={line} isProgram={kind !== 'user'} />;
  const link = <GroupLink group={{ id, name }} look="hover:underline" />;
  return <Who name={name} line={line} isProgram icon={Users} link={link} />;
}
