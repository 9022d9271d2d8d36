import { roles } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { to, useAsk } from '../../api.ts';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { useProject } from '../../session.tsx';
import { RolePage } from './role-page.tsx';

/** One project role. */
export function ProjectRole() {
  const { projectId, roleId } = useParams({
    from: '/console/projects/$projectId/settings/roles/$roleId',
  });
  const navigate = useNavigate();
  const { lack, project } = useProject(projectId);
  const isNew = roleId === 'new';
  const [params, at] = [{ projectId }, { projectId, roleId }];
  const { answer, error } = useAsk(roles.getProjectRole, { params: at }, { enabled: !isNew });
  if (error) return <Failed error={error} what="this role" />;
  if (!isNew && !answer) return <Bones />;
  const list = { to: '/projects/$projectId/settings/access/roles', params } as const;
  return (
    <RolePage
      key={roleId}
      level="project"
      role={isNew ? undefined : answer?.role}
      trail={[
        {
          label: project?.name ?? 'Project',
          link: { to: '/projects/$projectId/secrets', params },
        },
        { label: 'Project roles', link: list },
      ]}
      lacked={lack('role', isNew ? 'create' : 'edit')}
      saving={(body) =>
        isNew
          ? to(roles.createProjectRole, { params, body })
          : to(roles.editProjectRole, { params: at, body })
      }
      back={() => void navigate(list)}
    />
  );
}
