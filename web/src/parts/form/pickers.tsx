import { groups, identities, members, projects } from '@coterie/contract';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { useOrganization } from '../../session.tsx';
import { personName } from '../../words.ts';
import { useRested } from '../list/listing.tsx';
import { type Choice, Picker } from './picker.tsx';

type Given = { label: string; chosen: Choice | undefined; onChoose: (choice: Choice) => void };
const limit = 20;

/** A user of the organization. */
export function UserPicker(given: Given) {
  const [search, onSearch] = useState('');
  const { id } = useOrganization();
  const query = { search: useRested(search), limit };
  const { answer } = useAsk(members.listMembers, { params: { orgId: id }, query }, { keep: true });
  const choices = answer?.users.map(({ user }) => ({
    id: user.id,
    name: personName(user),
    line: user.email,
  }));
  return <Picker {...given} {...{ search, onSearch, choices }} empty="Nobody by that name" />;
}

export function IdentityPicker(given: Given) {
  const [search, onSearch] = useState('');
  const query = { search: useRested(search), limit };
  const { answer } = useAsk(identities.listIdentities, { query }, { keep: true });
  const choices = answer?.identities.map(({ identity }) => ({
    id: identity.id,
    name: identity.name,
  }));
  return (
    <Picker
      {...given}
      {...{ search, onSearch, choices }}
      empty="No machine identity by that name"
    />
  );
}

/** A group, any but `without`. */
export function GroupPicker({ without, ...given }: Given & { without?: string }) {
  const [search, onSearch] = useState('');
  const query = { search: useRested(search), limit };
  const { answer } = useAsk(groups.listGroups, { query }, { keep: true });
  const choices = answer
    ?.filter(({ id }) => id !== without)
    .map(({ id, name, slug }) => ({ id, name, line: slug }));
  return <Picker {...given} {...{ search, onSearch, choices }} empty="No group by that name" />;
}

/** A project that the viewer can reach. */
export function ProjectPicker(given: Given) {
  const [search, onSearch] = useState('');
  const query = { search: useRested(search), limit };
  const { answer } = useAsk(projects.listProjects, { query }, { keep: true });
  const choices = answer?.projects.map(({ id, name, slug }) => ({ id, name, line: slug }));
  return <Picker {...given} {...{ search, onSearch, choices }} empty="No project by that name" />;
}
