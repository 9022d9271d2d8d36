import { identities } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { make, perform, to, useAct, useAsk } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import { deleteItem, editItem, Menu } from '../../parts/frame/menu.tsx';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { PageHead } from '../../parts/frame/page.tsx';
import { Badge, StatusBadge } from '../../parts/list/badge.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles/roles.tsx';
import { useOrganization } from '../../session.tsx';
import { onDay } from '../../words.ts';
import { EditIdentity } from './edit.tsx';
import { IdentityGroups } from './groups.tsx';
import { UniversalAuth } from './universal-auth.tsx';
import { Ways } from './ways/list.tsx';

type Open = 'edit' | 'suspend' | 'delete';

export function Identity() {
  const { identityId } = useParams({ from: '/console/organization/identities/$identityId' });
  const { answer, error } = useAsk(identities.getIdentity, { params: { identityId } });
  if (error) return <Failed error={error} what="this machine identity" />;
  return answer ? <IdentityPage membership={answer.identity} /> : <Bones />;
}

function IdentityPage({ membership }: { membership: identities.IdentityMembership }) {
  const { identity, isActive } = membership;
  const [open, setOpen] = useState<Open>();
  const { nameOf } = useOrganizationRoles();
  const close = () => setOpen(undefined);
  return (
    <>
      <PageHead
        title={identity.name}
        trail={[{ label: 'Machine identities', link: { to: '/organization/identities' } }]}
        hint={`Machine identity, created ${onDay(identity.createdAt)}`}
        badges={
          <>
            <Badge tone="accent">{nameOf(slugOfRole(membership))} in the organization</Badge>
            {!isActive && <StatusBadge status="suspended" />}
          </>
        }
        actions={<IdentityMenu membership={membership} open={setOpen} />}
      />
      <div className="flex flex-col gap-4">
        <UniversalAuth identity={identity} />
        <Ways identity={identity} />
        <IdentityGroups identity={identity} />
      </div>
      {open === 'edit' && <EditIdentity membership={membership} onClose={close} />}
      {open === 'suspend' && <SuspendIdentity identity={identity} onClose={close} />}
      {open === 'delete' && <DeleteIdentity identity={identity} onClose={close} />}
    </>
  );
}

function IdentityMenu({
  membership: { identity, isActive },
  open,
}: {
  membership: identities.IdentityMembership;
  open: (what: Open) => void;
}) {
  const { may } = useOrganization();
  const reactivate = useAct(
    () =>
      perform(identities.editIdentity, {
        params: { identityId: identity.id },
        body: { isActive: true },
      }),
    {
      done: `${identity.name} is active again, with all that was there before`,
      toastFailure: true,
    },
  );
  const mayEdit = may('identity', 'edit');
  const suspension = isActive
    ? { label: 'Suspend', icon: Pause, onSelect: () => open('suspend') }
    : { label: 'Reactivate', icon: Play, onSelect: () => reactivate.run(undefined) };
  const items = [
    mayEdit && editItem(() => open('edit')),
    mayEdit && suspension,
    may('identity', 'delete') && deleteItem(() => open('delete')),
  ];
  return <Menu label={`Actions for ${identity.name}`} items={items} />;
}

type EndingGiven = { identity: identities.IdentityMembership['identity']; onClose: () => void };

function SuspendIdentity({ identity, onClose }: EndingGiven) {
  const change = to(identities.editIdentity, {
    params: { identityId: identity.id },
    body: { isActive: false },
  });
  const act = useAct(() => make(change), { done: `${identity.name} suspended`, onDone: onClose });
  return (
    <WhatIfDialog
      title={`Suspend ${identity.name}?`}
      changes={[change]}
      confirm="Suspend"
      act={act}
      onClose={onClose}
    >
      Nothing works for a suspended identity. Reactivating brings back exactly what is there now.
    </WhatIfDialog>
  );
}

function DeleteIdentity({ identity, onClose }: EndingGiven) {
  const navigate = useNavigate();
  const change = to(identities.deleteIdentity, { params: { identityId: identity.id } });
  const act = useAct(() => make(change), {
    done: `${identity.name} deleted`,
    onDone: () => void navigate({ to: '/organization/identities' }),
  });
  return (
    <WhatIfDialog
      title={`Delete ${identity.name}?`}
      changes={[change]}
      confirm="Delete machine identity"
      act={act}
      onClose={onClose}
    >
      Its credentials end at once, and programs that use them are shut out.
    </WhatIfDialog>
  );
}
