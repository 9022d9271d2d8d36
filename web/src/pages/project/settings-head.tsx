import type { ReactNode } from 'react';
import { PageHead, PageTabs } from '../../parts/frame/page.tsx';
import { useProject } from '../../session.tsx';

type Given = { projectId: string; title: string; hint?: string; actions?: ReactNode };

/** The head of a project's settings: general, environments, access control, recently deleted. */
export function SettingsHead({ projectId, title, hint, actions }: Given) {
  const { project } = useProject(projectId);
  const params = { projectId };
  const general = { to: '/projects/$projectId/settings/general', params } as const;
  const environments = { to: '/projects/$projectId/settings/environments', params } as const;
  const access = { to: '/projects/$projectId/settings/access', params } as const;
  const deleted = { to: '/projects/$projectId/settings/recently-deleted', params } as const;
  const secrets = { to: '/projects/$projectId/secrets', params } as const;
  return (
    <>
      <PageHead
        title={title}
        hint={hint}
        trail={[
          { label: project?.name ?? 'Project', link: secrets },
          { label: 'Settings', link: general },
        ]}
        actions={actions}
      />
      <PageTabs
        label="Project settings"
        tabs={[
          { label: 'General', link: general },
          { label: 'Environments', link: environments },
          { label: 'Access control', link: access },
          { label: 'Recently deleted', link: deleted },
        ]}
      />
    </>
  );
}
