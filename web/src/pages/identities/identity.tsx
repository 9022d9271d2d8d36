import { identities } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { make, to, useAct, useAsk } from '../../api.ts';
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

type Open = 'edit' | 'suspend' | 'reactivate' | 'delete';

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
      {(open === 'suspend' || open === 'reactivate') && (
        <Suspension identity={identity} isActive={open === 'reactivate'} onClose={close} />
      )}
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
  const mayEdit = may('identity', 'edit');
  const suspension = isActive
    ? { label: 'Suspend', icon: Pause, onSelect: () => open('suspend') }
    : { label: 'Reactivate', icon: Play, onSelect: () => open('reactivate') };
  const items = [
    mayEdit && editItem(() => open('edit')),
    mayEdit && suspension,
    may('identity', 'delete') && deleteItem(() => open('delete')),
  ];
  return <Menu label={`Actions for ${identity.name}`} items={items} />;
}

type EndingGiven = { identity: identities.IdentityMembership['identity']; onClose: () => void };

/** Suspends an identity, or lets it count again. */
function Suspension({ identity, isActive, onClose }: EndingGiven & { isActive: boolean }) {
  const change = to(identities.editIdentity, {
    params: { identityId: identity.id },
    body: { isActive },
  });
  const act = useAct(() => make(change), {
    done: isActive
      ? `${identity.name} is active again, with all that was there before`
      : `${identity.name} suspended`,
    onDone: onClose,
  });
  const word = isActive ? 'Reactivate' : 'Suspend';
  return (
    <WhatIfDialog
      title={`${word} ${identity.name}?`}
      changes={[change]}
      confirm={word}
      act={act}
      onClose={onClose}
      calm={isActive}
    >
      {isActive
        ? 'All that it had when it was suspended, and has not lost since, counts again.'
        : 'Nothing works for a suspended identity. Reactivating brings back exactly what is there now.'}
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
