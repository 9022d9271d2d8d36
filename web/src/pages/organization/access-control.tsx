import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { PageHead, PageTabs } from '../../parts/frame/page.tsx';
import { useOrganization } from '../../session.tsx';

/** Organization settings › Access control: members, groups, machine identities, roles. */
export function AccessControl() {
  const { name, may } = useOrganization();
  const { pathname } = useLocation();
  if (/^\/organization\/?$/.test(pathname)) return <Navigate to="/organization/members" replace />;
  return (
    <>
      <PageHead
        title="Access control"
        trail={[{ label: 'Organization settings', link: { to: '/organization' } }]}
        hint={`Who is in ${name}, in which groups, and what each may do.`}
      />
      <PageTabs
        label="Access control"
        tabs={[
          { label: 'Members', link: { to: '/organization/members' } },
          { label: 'Groups', link: { to: '/organization/groups' } },
          { label: 'Machine identities', link: { to: '/organization/identities' } },
          { label: 'Organization roles', link: { to: '/organization/roles' } },
          ...(may('settings', 'read')
            ? [{ label: 'Second factors', link: { to: '/organization/second-factors' } as const }]
            : []),
        ]}
      />
      <Outlet />
    </>
  );
}
