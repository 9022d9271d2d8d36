import { roles } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { to, useAsk } from '../../api.ts';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { useOrganization } from '../../session.tsx';
import { RolePage } from './role-page.tsx';

/** One organization role. */
export function Role() {
  const { roleId } = useParams({ from: '/console/organization/roles/$roleId' });
  const navigate = useNavigate();
  const { lack } = useOrganization();
  const isNew = roleId === 'new';
  const params = { roleId };
  const { answer, error } = useAsk(roles.getOrganizationRole, { params }, { enabled: !isNew });
  if (error) return <Failed error={error} what="this role" />;
  if (!isNew && !answer) return <Bones />;
  return (
    <RolePage
      key={roleId}
      level="organization"
      role={isNew ? undefined : answer?.role}
      trail={[{ label: 'Organization roles', link: { to: '/organization/roles' } }]}
      lacked={lack('role', isNew ? 'create' : 'edit')}
      saving={(body) =>
        isNew
          ? to(roles.createOrganizationRole, { body })
          : to(roles.editOrganizationRole, { params, body })
      }
      back={() => void navigate({ to: '/organization/roles' })}
    />
  );
}
