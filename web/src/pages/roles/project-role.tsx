import { roles } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { perform, useAct, useAsk } from '../../api.ts';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { PageHead } from '../../parts/frame/page.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { emptyRole, type RoleDraft, RoleEditor } from '../../parts/roles/role-editor.tsx';
import type { RoleRow } from '../../parts/roles/role-table.tsx';
import { useProject } from '../../session.tsx';

/** One project role: made, edited, or only shown when it is built in. */
export function ProjectRole() {
  const { projectId, roleId } = useParams({
    from: '/console/projects/$projectId/settings/roles/$roleId',
  });
  const isNew = roleId === 'new';
  const { answer, error } = useAsk(
    roles.projectRole_,
    { params: { projectId, roleId } },
    { enabled: !isNew },
  );
  if (error) return <Failed error={error} what="this role" />;
  if (!isNew && !answer) return <Bones />;
  return <RolePage key={roleId} projectId={projectId} role={isNew ? undefined : answer?.role} />;
}

function RolePage({ projectId, role }: { projectId: string; role: RoleRow | undefined }) {
  const navigate = useNavigate();
  const { lack, project } = useProject(projectId);
  const params = { projectId };
  const back = () => void navigate({ to: '/projects/$projectId/settings/access/roles', params });
  const save = useAct(
    (body: RoleDraft) =>
      role
        ? perform(roles.editProjectRole, { params: { projectId, roleId: role.id }, body })
        : perform(roles.createProjectRole, { params, body }),
    { done: ({ role: saved }) => `Role ${saved.name} ${role ? 'saved' : 'created'}`, onDone: back },
  );
  const start = role ?? emptyRole;
  return (
    <>
      <PageHead
        title={role?.name ?? 'Create project role'}
        trail={[
          {
            label: project?.name ?? 'Project',
            link: { to: '/projects/$projectId/secrets', params },
          },
          {
            label: 'Project roles',
            link: { to: '/projects/$projectId/settings/access/roles', params },
          },
        ]}
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
        level="project"
        start={{
          name: start.name,
          slug: start.slug,
          description: start.description ?? '',
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
