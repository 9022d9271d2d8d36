import type { ReactNode } from 'react';
import { PageHead, PageTabs } from '../../parts/frame/page.tsx';
import { useProject } from '../../session.tsx';

/** The head of a project's settings: general, environments, access control. */
export function SettingsHead({
  projectId,
  title,
  hint,
  actions,
}: {
  projectId: string;
  title: string;
  hint?: string;
  actions?: ReactNode;
}) {
  const { project } = useProject(projectId);
  const params = { projectId };
  return (
    <>
      <PageHead
        title={title}
        hint={hint}
        trail={[
          {
            label: project?.name ?? 'Project',
            link: { to: '/projects/$projectId/secrets', params },
          },
          { label: 'Settings', link: { to: '/projects/$projectId/settings/general', params } },
        ]}
        actions={actions}
      />
      <PageTabs
        label="Project settings"
        tabs={[
          { label: 'General', link: { to: '/projects/$projectId/settings/general', params } },
          {
            label: 'Environments',
            link: { to: '/projects/$projectId/settings/environments', params },
          },
          { label: 'Access control', link: { to: '/projects/$projectId/settings/access', params } },
        ]}
      />
    </>
  );
}
