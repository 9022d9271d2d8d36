import { groups } from '@coterie/contract';
import { useAsk } from '../../api.ts';
import { useOrganization } from '../../session.tsx';

const managed = ['add-members', 'remove-members', 'add-identities', 'remove-identities'];

/** What the viewer lacks for acts on one group: a manager of it may add and remove members without the permission. Nesting is none of theirs. */
export function useGroupPowers(id: string) {
  const { lack, may } = useOrganization();
  const { answer } = useAsk(groups.getGroup, { params: { id } });
  const isManaged = answer?.isManagedByCaller === true;
  return {
    isManaged,
    /** A manager that may see neither groups nor people sees of these who is in. */
    seesOnlyMembers: isManaged && !may('groups', 'read') && !may('member', 'read'),
    lack: (action: string) =>
      isManaged && managed.includes(action) ? undefined : lack('groups', action),
  };
}
