import { roles } from '@coterie/contract';
import { useNavigate } from '@tanstack/react-router';
import { perform, useAsk } from '../../api.ts';
import { useOrganization } from '../../session.tsx';
import { RoleList } from './role-list.tsx';

export function Roles() {
  const { lack, may } = useOrganization();
  const navigate = useNavigate();
  const to = '/organization/roles/$roleId';
  return (
    <RoleList
      {...{ lack, may }}
      label="Organization roles"
      hint="A role is a list of permissions. Members, groups and machine identities have one each; a member has those of all their groups as well."
      asked={useAsk(roles.listOrganizationRoles, {})}
      linkTo={({ id }) => ({ to, params: { roleId: id } })}
      onCreate={() => void navigate({ to, params: { roleId: 'new' } })}
      remove={({ id }) => perform(roles.deleteOrganizationRole, { params: { roleId: id } })}
    />
  );
}
