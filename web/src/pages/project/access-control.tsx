import { Navigate, Outlet, useLocation, useParams } from '@tanstack/react-router';
import { PageTabs } from '../../parts/frame/page.tsx';
import { SettingsHead } from './settings-head.tsx';

/** Project › Settings › Access control: users, groups, machine identities, roles. */
export function ProjectAccessControl() {
  const { projectId } = useParams({ from: '/console/projects/$projectId/settings/access' });
  const { pathname } = useLocation();
  const params = { projectId };
  if (/\/settings\/access\/?$/.test(pathname))
    return <Navigate to="/projects/$projectId/settings/access/users" params={params} replace />;
  return (
    <>
      <SettingsHead
        projectId={projectId}
        title="Access control"
        hint="Who can reach this project, with which roles, and from where."
      />
      <PageTabs
        label="Project access control"
        tabs={[
          { label: 'Users', link: { to: '/projects/$projectId/settings/access/users', params } },
          { label: 'Groups', link: { to: '/projects/$projectId/settings/access/groups', params } },
          {
            label: 'Machine identities',
            link: { to: '/projects/$projectId/settings/access/identities', params },
          },
          {
            label: 'Project roles',
            link: { to: '/projects/$projectId/settings/access/roles', params },
          },
        ]}
      />
      <Outlet />
    </>
  );
}
