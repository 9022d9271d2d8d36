import { PageTabs } from '../../parts/frame/page.tsx';

/** What was done, and who came in to do it. */
export const LogTabs = () => (
  <PageTabs
    label="Logs"
    tabs={[
      { label: 'Changes', link: { to: '/organization/access-log' } },
      { label: 'Sign-ins', link: { to: '/organization/sign-ins' } },
    ]}
  />
);
