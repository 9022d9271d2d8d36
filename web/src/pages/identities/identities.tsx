import { identities } from '@coterie/contract';
import { Link, useNavigate } from '@tanstack/react-router';
import { Bot } from 'lucide-react';
import { useState } from 'react';
import { make, to, useAct, useAsk } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { AddButton } from '../../parts/form/button.tsx';
import { SelectField, TextField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { StatusBadge, Who } from '../../parts/list/badge.tsx';
import { Listing } from '../../parts/list/listed.tsx';
import { orderQuery, useListing } from '../../parts/list/listing.tsx';
import type { Column } from '../../parts/list/table.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles/roles.tsx';
import { useOrganization } from '../../session.tsx';
import { onDay, signInMethod } from '../../words.ts';

export function Identities() {
  const { lack, may } = useOrganization();
  const [isCreating, setCreating] = useState(false);
  const list = useListing({ by: 'name', direction: 'asc' });
  const columns = useColumns();
  const query = { ...list.query, ...orderQuery(['name', 'createdAt'], list.order) };
  const asked = useAsk(identities.listIdentities, { query }, { keep: true });
  const createButton = (
    <AddButton locked={lack('identity', 'create')} onClick={() => setCreating(true)}>
      Create machine identity
    </AddButton>
  );
  return (
    <>
      <Listing
        what="machine identities"
        label="Machine identities"
        {...{ asked, list, columns }}
        rows={asked.answer?.identities}
        keyOf={({ id }) => id}
        total={asked.answer?.totalCount}
        empty={
          <Empty
            icon={Bot}
            title={list.search ? 'None by that name' : 'No machine identities yet'}
            action={!list.search && may('identity', 'create') ? createButton : undefined}
          >
            A machine identity is how a program signs in: a build, a server, a script. It can be in
            groups and projects like a person.
          </Empty>
        }
        action={createButton}
      />
      {isCreating && <CreateIdentity onClose={() => setCreating(false)} />}
    </>
  );
}

const nameColumn: Column<identities.ListedIdentity> = {
  title: 'Name',
  sort: 'name',
  cell: ({ identity: { id, name } }) => (
    <Who
      name={name}
      isProgram
      link={
        <Link
          to="/organization/identities/$identityId"
          params={{ identityId: id }}
          className="hover:underline"
        >
          {name}
        </Link>
      }
    />
  ),
};

function useColumns(): Column<identities.ListedIdentity>[] {
  const { nameOf } = useOrganizationRoles();
  return [
    nameColumn,
    { title: 'Organization role', cell: (membership) => nameOf(slugOfRole(membership)) },
    {
      title: 'Signs in with',
      wideOnly: true,
      cell: ({ identity }) => (
        <span className="text-dim">
          {identity.authMethods.map(signInMethod).join(', ') || 'nothing yet'}
        </span>
      ),
    },
    {
      title: 'Status',
      wideOnly: true,
      cell: ({ isActive }) => <StatusBadge status={isActive ? 'active' : 'suspended'} />,
    },
    {
      title: 'Created',
      sort: 'createdAt',
      wideOnly: true,
      cell: ({ identity }) => <span className="text-dim">{onDay(identity.createdAt)}</span>,
    },
  ];
}

function CreateIdentity({ onClose }: { onClose: () => void }) {
  const { options } = useOrganizationRoles();
  const { typed, at } = useTyped({ name: '', role: 'no-access' });
  const navigate = useNavigate();
  const change = to(identities.createIdentity, { body: typed });
  const preview = useWhatIf(typed.name.trim() === '' || typed.role === 'no-access' ? [] : [change]);
  const act = useAct(() => make(change), {
    done: ({ identity }) => `Machine identity ${identity.name} created`,
    onDone: ({ identity }) =>
      void navigate({
        to: '/organization/identities/$identityId',
        params: { identityId: identity.id },
      }),
  });
  return (
    <WhatIfForm
      preview={preview}
      title="Create machine identity"
      onClose={onClose}
      fields={['name', 'role']}
      act={act}
      save="Create machine identity"
    >
      <TextField label="Name" required {...at('name', act.error)} />
      <SelectField
        label="Role"
        hint="What it may do in the organization."
        options={options}
        {...at('role', act.error)}
      />
    </WhatIfForm>
  );
}
