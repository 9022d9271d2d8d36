import { groups } from '@coterie/contract';
import { useState } from 'react';
import { useAsk } from '../../../api.ts';
import { Dialog } from '../../../parts/dialog/dialog.tsx';
import { Tabs } from '../../../parts/frame/tabs.tsx';
import { useListing } from '../../../parts/list/listing.tsx';
import { personName } from '../../../words.ts';
import type { Group } from '../answer.ts';
import { useGroupPowers } from '../powers.ts';
import { GroupsToNest } from './groups-to-nest.tsx';
import { PasteEmails } from './paste.tsx';
import { PickerList, type Picking } from './picker-list.tsx';
import { keyOf, type Pick } from './picks.ts';
import { Tray } from './tray.tsx';

type Given = Picking & { group: Group };
const panels = {
  users: { label: 'Users', Panel: Users },
  identities: { label: 'Machine identities', Panel: Identities },
  groups: { label: 'Groups', Panel: GroupsToNest },
  paste: { label: 'Paste e-mails', Panel: PasteEmails },
} as const;
type Key = keyof typeof panels;
const keys = Object.keys(panels) as Key[];
const tabs = keys.map((key) => ({ key, label: panels[key].label }));

/** Everyone of the organization with whether each is in the group: who is to be in is ticked, and what that does is shown before it is done, at once for all. */
export function MemberPicker({ group, onClose }: { group: Group; onClose: () => void }) {
  const [tab, setTab] = useState<Key>('users');
  const [picks, setPicks] = useState<ReadonlyMap<string, Pick>>(new Map());
  const toggle = (pick: Pick) => {
    const next = new Map(picks);
    if (!next.delete(keyOf(pick))) next.set(keyOf(pick), pick);
    setPicks(next);
  };
  const add = (more: readonly Pick[]) =>
    setPicks(new Map([...more.map((one) => [keyOf(one), one] as const), ...picks]));
  const done = (left: readonly Pick[]) => setPicks(new Map(left.map((one) => [keyOf(one), one])));
  const { Panel } = panels[tab];
  return (
    <Dialog
      title={`Members of ${group.name}`}
      hint="Who is in the group has all that the group has, at once."
      onClose={onClose}
      wide="wider"
    >
      <div className="flex flex-col gap-4 md:flex-row">
        <div className="min-w-0 grow">
          <Tabs
            label="Kind of member"
            tabs={tabs}
            current={tab}
            onSelect={(key) => setTab(keys.find((one) => one === key) ?? 'users')}
          >
            <Panel {...{ group, picks, toggle, add }} />
          </Tabs>
        </div>
        <Tray {...{ group, onClose }} picks={[...picks.values()]} onDrop={toggle} onDone={done} />
      </div>
    </Dialog>
  );
}

const byName = { by: 'name', direction: 'asc' } as const;

function Users({ group: { id }, ...picking }: Given) {
  const { lack, seesOnlyMembers } = useGroupPowers(id);
  const list = useListing(byName);
  const { answer, error } = useAsk(
    groups.listGroupUsers,
    { params: { id }, query: list.query },
    { keep: true },
  );
  return (
    <>
      {seesOnlyMembers && (
        <p className="text-sm text-dim">
          You may not see who is in the organization: put people in under Paste e-mails.
        </p>
      )}
      <PickerList
        {...{ list, error, ...picking }}
        label="Search users"
        total={answer?.totalCount}
        rows={answer?.users.map((user) => ({
          kind: 'user',
          id: user.username,
          name: personName(user),
          line: user.email,
          isIn: user.isPartOfGroup,
          joined: user.joinedGroupAt,
          locked: lack(user.isPartOfGroup ? 'remove-members' : 'add-members'),
        }))}
      />
    </>
  );
}

function Identities({ group: { id }, ...picking }: Given) {
  const { lack } = useGroupPowers(id);
  const list = useListing(byName);
  const { answer, error } = useAsk(
    groups.listGroupIdentities,
    { params: { id }, query: list.query },
    { keep: true },
  );
  return (
    <PickerList
      {...{ list, error, ...picking }}
      label="Search machine identities"
      total={answer?.totalCount}
      rows={answer?.machineIdentities.map((identity) => ({
        kind: 'machineIdentity',
        id: identity.id,
        name: identity.name,
        isIn: identity.isPartOfGroup,
        joined: identity.joinedGroupAt,
        locked: lack(identity.isPartOfGroup ? 'remove-identities' : 'add-identities'),
      }))}
    />
  );
}
