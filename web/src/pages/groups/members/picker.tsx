import { groups } from '@coterie/contract';
import { useState } from 'react';
import { perform, useAct, useAsk } from '../../../api.ts';
import { Dialog } from '../../../parts/dialog/dialog.tsx';
import { forGood, termsObstacle, termsRequest } from '../../../parts/form/terms.ts';
import { Tabs } from '../../../parts/frame/tabs.tsx';
import { useListing } from '../../../parts/list/listing.tsx';
import { personName } from '../../../words.ts';
import type { Group } from '../answer.ts';
import { useGroupPowers } from '../powers.ts';
import { GroupsToNest } from './groups-to-nest.tsx';
import { PasteEmails } from './paste.tsx';
import { PickerList, type PickerTerms } from './picker-list.tsx';

type Given = PickerTerms & { group: Group };
const panels = {
  users: { label: 'Users', Panel: Users },
  identities: { label: 'Machine identities', Panel: Identities },
  groups: { label: 'Groups', Panel: GroupsToNest },
  paste: { label: 'Paste e-mails', Panel: PasteEmails },
} as const;
type Key = keyof typeof panels;
const keys = Object.keys(panels) as Key[];
const tabs = keys.map((key) => ({ key, label: panels[key].label }));

/** Everyone of the organization with whether each is in the group; one press puts them in, for good or on terms, or takes them out. */
export function MemberPicker({ group, onClose }: { group: Group; onClose: () => void }) {
  const [tab, setTab] = useState<Key>('users');
  const [terms, onTerms] = useState(forGood);
  const { Panel } = panels[tab];
  return (
    <Dialog
      title={`Members of ${group.name}`}
      hint="Who is assigned has all that the group has, at once."
      onClose={onClose}
      wide
    >
      <Tabs
        label="Kind of member"
        tabs={tabs}
        current={tab}
        onSelect={(key) => setTab(keys.find((one) => one === key) ?? 'users')}
      >
        <Panel group={group} terms={terms} onTerms={onTerms} />
      </Tabs>
    </Dialog>
  );
}

const byName = { by: 'name', direction: 'asc' } as const;

function Users({ group: { id }, terms, onTerms }: Given) {
  const { lack, seesOnlyMembers } = useGroupPowers(id);
  const list = useListing(byName);
  const { answer, error } = useAsk(
    groups.listGroupUsers,
    { params: { id }, query: list.query },
    { keep: true },
  );
  const act = useAct(async ({ username, isIn }: { username: string; isIn: boolean }) => {
    const params = { id, username };
    if (isIn) await perform(groups.removeGroupUser, { params });
    else await perform(groups.addGroupUser, { params, body: termsRequest(terms) });
  });
  return (
    <>
      {seesOnlyMembers && (
        <p className="text-sm text-dim">
          You may not see who is in the organization: put people in under Paste e-mails.
        </p>
      )}
      <PickerList
        {...{ list, error, terms, onTerms }}
        label="Search users"
        total={answer?.totalCount}
        failure={act.error}
        rows={answer?.users.map((user) => ({
          id: user.id,
          name: personName(user),
          line: user.email,
          kind: 'user',
          isIn: user.isPartOfGroup,
          joined: user.joinedGroupAt,
          locked: lack(user.isPartOfGroup ? 'remove-members' : 'add-members'),
          disabled: termsObstacle(terms) !== undefined,
          onPress: () => act.run({ username: user.username, isIn: user.isPartOfGroup }),
        }))}
      />
    </>
  );
}

function Identities({ group: { id }, terms, onTerms }: Given) {
  const { lack } = useGroupPowers(id);
  const list = useListing(byName);
  const { answer, error } = useAsk(
    groups.listGroupIdentities,
    { params: { id }, query: list.query },
    { keep: true },
  );
  const act = useAct(async ({ identityId, isIn }: { identityId: string; isIn: boolean }) => {
    const params = { id, identityId };
    if (isIn) await perform(groups.removeGroupIdentity, { params });
    else await perform(groups.addGroupIdentity, { params, body: termsRequest(terms) });
  });
  return (
    <PickerList
      {...{ list, error, terms, onTerms }}
      label="Search machine identities"
      total={answer?.totalCount}
      failure={act.error}
      rows={answer?.machineIdentities.map((identity) => ({
        id: identity.id,
        name: identity.name,
        kind: 'machineIdentity',
        isIn: identity.isPartOfGroup,
        joined: identity.joinedGroupAt,
        locked: lack(identity.isPartOfGroup ? 'remove-identities' : 'add-identities'),
        disabled: termsObstacle(terms) !== undefined,
        onPress: () => act.run({ identityId: identity.id, isIn: identity.isPartOfGroup }),
      }))}
    />
  );
}
