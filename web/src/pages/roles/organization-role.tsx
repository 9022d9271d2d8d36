import { roles } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { perform, useAct, useAsk } from '../../api.ts';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { PageHead } from '../../parts/frame/page.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { emptyRole, type RoleDraft, RoleEditor } from '../../parts/roles/role-editor.tsx';
import type { RoleRow } from '../../parts/roles/role-table.tsx';
import { useOrganization } from '../../session.tsx';

/** One organization role: made, edited, or only shown when it is built in. */
export function Role() {
  const { roleId } = useParams({ from: '/console/organization/roles/$roleId' });
  const isNew = roleId === 'new';
  const { answer, error } = useAsk(
    roles.organizationRole_,
    { params: { roleId } },
    { enabled: !isNew },
  );
  if (error) return <Failed error={error} what="this role" />;
  if (!isNew && !answer) return <Bones />;
  return <RolePage key={roleId} role={isNew ? undefined : answer?.role} />;
}

const trail = [{ label: 'Organization roles', link: { to: '/organization/roles' } }] as const;

function RolePage({ role }: { role: RoleRow | undefined }) {
  const navigate = useNavigate();
  const { lack } = useOrganization();
  const back = () => void navigate({ to: '/organization/roles' });
  const save = useAct(
    (body: RoleDraft) =>
      role
        ? perform(roles.editOrganizationRole, { params: { roleId: role.id }, body })
        : perform(roles.createOrganizationRole, { body }),
    { done: ({ role: saved }) => `Role ${saved.name} ${role ? 'saved' : 'created'}`, onDone: back },
  );
  const start = role ? { ...role, description: role.description ?? '' } : emptyRole;
  return (
    <>
      <PageHead
        title={role?.name ?? 'Create organization role'}
        trail={trail}
        hint={
          role?.isBuiltIn
            ? 'Built in: it can be given, not changed.'
            : role && 'Everyone who has it follows a change at once.'
        }
        badges={
          role && (
            <Badge tone={role.isBuiltIn ? 'plain' : 'accent'}>
              {role.isBuiltIn ? 'Built in' : 'Custom'}
            </Badge>
          )
        }
      />
      <RoleEditor
        level="organization"
        start={{
          name: start.name,
          slug: start.slug,
          description: start.description,
          permissions: start.permissions,
        }}
        isNew={role === undefined}
        locked={
          role?.isBuiltIn
            ? 'A built-in role cannot be changed'
            : lack('role', role ? 'edit' : 'create')
        }
        onSave={save.run}
        onCancel={back}
        pending={save.pending}
        error={save.error}
      />
    </>
  );
}
