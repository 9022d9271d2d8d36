import { groups } from '@coterie/contract';
import { UserMinus, Users } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { perform, useAct, useAsk } from '../../api.ts';
import { Badge, Who } from '../../parts/badge.tsx';
import { Button, IconButton } from '../../parts/button.tsx';
import { Pages, SearchBox, useListing } from '../../parts/listing.tsx';
import { Bones, Empty, Failed } from '../../parts/notice.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { WhatIfDialog } from '../../parts/what-if.tsx';
import { useOrganization } from '../../session.tsx';
import { atMoment, personName } from '../../words.ts';
import type { Group } from './groups.tsx';

type Answered = z.output<typeof groups.groupMembers.answer>['members'][number];
type Member = {
  id: string;
  name: string;
  line: string;
  kind: Answered['type'];
  isProgram: boolean;
  username: string;
  sources: string[];
  joined: string | null;
};

const asMember = (one: Answered): Member => {
  const common = { kind: one.type, sources: one.sources, joined: one.joinedGroupAt };
  if (one.type === 'machineIdentity')
    return {
      ...common,
      id: one.machineIdentity.id,
      name: one.machineIdentity.name,
      line: 'machine identity',
      isProgram: true,
      username: '',
    };
  if (one.type === 'group')
    return {
      ...common,
      id: one.group.id,
      name: one.group.name,
      line: 'group',
      isProgram: false,
      username: '',
    };
  return {
    ...common,
    id: one.user.id,
    name: personName(one.user),
    line: one.user.email,
    isProgram: false,
    username: one.user.username,
  };
};

/** Who is in the group: by which source, since when. */
export function GroupMembers({ group, onAdd }: { group: Group; onAdd: () => void }) {
  const { may, lack } = useOrganization();
  const list = useListing({ by: 'name', direction: 'asc' });
  const [leaving, setLeaving] = useState<Member>();
  const { answer, error, isStale } = useAsk(
    groups.groupMembers,
    { params: { id: group.id }, query: list.query },
    { keep: true },
  );
  const lacking = ({ isProgram }: Member) =>
    lack('groups', isProgram ? 'remove-identities' : 'remove-members');
  const columns: Column<Member>[] = [
    {
      title: 'Member',
      cell: ({ name, line, isProgram }) => <Who name={name} line={line} isProgram={isProgram} />,
    },
    {
      title: 'Source',
      wideOnly: true,
      cell: ({ sources }) => sources.map((source) => <Badge key={source}>{source}</Badge>),
    },
    {
      title: 'Joined',
      wideOnly: true,
      cell: ({ joined }) => <span className="text-dim">{joined && atMoment(joined)}</span>,
    },
    {
      title: 'Actions',
      silent: true,
      className: 'w-10',
      cell: (member) =>
        lacking(member) === undefined && (
          <IconButton
            icon={UserMinus}
            label={`Remove ${member.name} from ${group.name}`}
            onClick={() => setLeaving(member)}
            danger
          />
        ),
    },
  ];
  return (
    <>
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
            !list.search && may('groups', 'add-members') ? (
              <Button onClick={onAdd}>Add members</Button>
            ) : undefined
          }
        >
          Add people and machine identities: each gets at once all that the group has.
        </Empty>
      )}
      {answer && answer.members.length > 0 && (
        <Table
          label="Members"
          columns={columns}
          rows={answer.members.map(asMember)}
          keyOf={({ id }) => id}
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

function RemoveMember({
  group,
  member,
  onClose,
}: {
  group: Group;
  member: Member;
  onClose: () => void;
}) {
  const act = useAct(
    async () => {
      if (member.kind === 'group')
        await perform(groups.unnestGroup, { params: { id: group.id, childId: member.id } });
      else if (member.isProgram)
        await perform(groups.removeGroupIdentity, {
          params: { id: group.id, identityId: member.id },
        });
      else
        await perform(groups.removeGroupUser, {
          params: { id: group.id, username: member.username },
        });
    },
    { done: `${member.name} removed from ${group.name}`, onDone: onClose },
  );
  return (
    <WhatIfDialog
      title={`Remove ${member.name} from ${group.name}?`}
      commands={[{ do: 'removeFromGroup', groupId: group.id, memberId: member.id }]}
      confirm="Remove from group"
      onConfirm={() => act.run(undefined)}
      onClose={onClose}
      pending={act.pending}
      error={act.error}
    >
      What comes directly or by other groups stays.
    </WhatIfDialog>
  );
}
