import { groups } from '@coterie/contract';
import { UserMinus, Users } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../../api.ts';
import { Button, IconButton } from '../../../parts/form/button.tsx';
import { Bones, Empty, Failed } from '../../../parts/frame/notice.tsx';
import { Badge, Who } from '../../../parts/list/badge.tsx';
import { GroupLink } from '../../../parts/list/group-link.tsx';
import { Pages, SearchBox, useListing } from '../../../parts/list/listing.tsx';
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

/** Who is in the group: by which source, since when. */
export function GroupMembers({ group, onAdd }: { group: Group; onAdd: () => void }) {
  const { may } = useOrganization();
  const { lack } = useGroupPowers(group.id);
  const list = useListing({ by: 'name', direction: 'asc' });
  const [leaving, setLeaving] = useState<Leaving>();
  const { answer, error, isStale } = useAsk(
    groups.listGroupMembers,
    { params: { id: group.id }, query: list.query },
    { keep: true },
  );
  const isLocked = ({ leaving: { kind } }: Member) =>
    kind === 'group'
      ? !may('groups', 'remove-members')
      : lack(kind === 'user' ? 'remove-members' : 'remove-identities') !== undefined;
  const columns: Column<Member>[] = [
    {
      title: 'Member',
      cell: (member) => <MemberName member={member} />,
    },
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
    {
      title: 'Actions',
      silent: true,
      className: 'w-10',
      cell: (member) =>
        !isLocked(member) && (
          <IconButton
            icon={UserMinus}
            label={`Remove ${member.leaving.name} from ${group.name}`}
            onClick={() => setLeaving(member.leaving)}
            danger
          />
        ),
    },
  ];
  return (
    <>
      <GroupTree group={group} />
      {(answer?.totalCount ?? 0) > 0 || list.search ? (
        <div className="mb-3">
          <SearchBox label="Search members" value={list.typed} onChange={list.setSearch} />
        </div>
      ) : null}
      {error && !answer ? <Failed error={error} what="the members" /> : !answer && <Bones />}
      {answer?.members.length === 0 && (
        <Empty
          icon={Users}
          title={list.search ? 'Nobody by that name' : 'Nobody is in this group yet'}
          action={
            !list.search && lack('add-members') === undefined ? (
              <Button onClick={onAdd}>Add members</Button>
            ) : undefined
          }
        >
          Add people, machine identities and other groups: each gets at once all that the group has.
        </Empty>
      )}
      {answer && answer.members.length > 0 && (
        <Table
          label="Members"
          columns={columns}
          rows={answer.members.map(asMember)}
          keyOf={({ leaving }) => leaving.id}
          isStale={isStale}
        />
      )}
      <Pages
        what="members"
        total={answer?.totalCount ?? 0}
        offset={list.offset}
        onOffset={list.setOffset}
      />
      {leaving && (
        <RemoveMember group={group} member={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </>
  );
}

function MemberName({ member: { leaving, line } }: { member: Member }) {
  const { id, kind, name } = leaving;
  if (kind !== 'group') return <Who name={name} line={line} isProgram={kind !== 'user'} />;
  const link = <GroupLink group={{ id, name }} look="hover:underline" />;
  return <Who name={name} line={line} isProgram icon={Users} link={link} />;
}
