import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { PageHead, PageTabs } from '../../parts/frame/page.tsx';
import { useSession } from '../../session.tsx';

/** One's own account: who one is, how one signs in, and where one is signed in. */
export function Account() {
  const { user } = useSession();
  const { pathname } = useLocation();
  if (/^\/account\/?$/.test(pathname)) return <Navigate to="/account/profile" replace />;
  return (
    <>
      <PageHead title="Account" hint={`You are signed in as ${user.email}.`} />
      <PageTabs
        label="Account"
        tabs={[
          { label: 'Profile', link: { to: '/account/profile' } },
          { label: 'Password', link: { to: '/account/password' } },
          { label: 'Sessions', link: { to: '/account/sessions' } },
        ]}
      />
      <Outlet />
    </>
  );
}
