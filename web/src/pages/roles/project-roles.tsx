import { roles } from '@coterie/contract';
import { useNavigate, useParams } from '@tanstack/react-router';
import { perform, useAsk } from '../../api.ts';
import { useProject } from '../../session.tsx';
import { RoleList } from './role-list.tsx';

export function ProjectRoles() {
  const { projectId } = useParams({ from: '/console/projects/$projectId/settings/access/roles' });
  const { lack, may } = useProject(projectId);
  const navigate = useNavigate();
  const to = '/projects/$projectId/settings/roles/$roleId';
  return (
    <RoleList
      {...{ lack, may }}
      label="Project roles"
      hint="A role may hold rules for one environment, path or secret alone, and denies that win over every allow."
      asked={useAsk(roles.listProjectRoles, { params: { projectId } })}
      linkTo={({ id }) => ({ to, params: { projectId, roleId: id } })}
      onCreate={() => void navigate({ to, params: { projectId, roleId: 'new' } })}
      remove={({ id }) => perform(roles.deleteProjectRole, { params: { projectId, roleId: id } })}
    />
  );
}
