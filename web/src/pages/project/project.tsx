import { Navigate, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { useProject } from '../../session.tsx';

/** The frame of a project's pages: shown only while the viewer has a route to it. */
export function Project() {
  const { projectId } = useParams({ from: '/console/projects/$projectId' });
  const { pathname } = useLocation();
  const { project, error } = useProject(projectId);
  if (error)
    return (
      <Failed
        error={error}
        what="this project"
        advice="No role of yours leads here now, directly or by a group. It may also have been deleted. An administrator can add you."
      />
    );
  if (!project) return <Bones />;
  if (/^\/projects\/[^/]+\/?$/.test(pathname))
    return <Navigate to="/projects/$projectId/secrets" params={{ projectId }} replace />;
  return <Outlet />;
}
