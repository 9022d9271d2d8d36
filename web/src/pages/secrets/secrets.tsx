import { access } from '@coterie/contract';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Layers } from 'lucide-react';
import { useAsk } from '../../api.ts';
import { RouteBadges } from '../../parts/access/route-badges.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { PageHead } from '../../parts/frame/page.tsx';
import { Tabs } from '../../parts/frame/tabs.tsx';
import { useProject } from '../../session.tsx';
import { Folder } from './folder.tsx';

export function Secrets() {
  const { projectId } = useParams({ from: '/console/projects/$projectId/secrets' });
  const { env, path = '/' } = useSearch({ from: '/console/projects/$projectId/secrets' });
  const navigate = useNavigate();
  const { project } = useProject(projectId);
  if (!project) return null;
  const { environments, name, description } = project;
  const environment = environments.find(({ slug }) => slug === env) ?? environments[0];
  const show = (slug: string) => {
    const to = '/projects/$projectId/secrets' as const;
    void navigate({ to, params: { projectId }, search: { env: slug } });
  };
  return (
    <>
      <PageHead title={name} hint={description} badges={<OwnRoutes projectId={projectId} />} />
      {environment === undefined ? (
        <Empty icon={Layers} title="No environments">
          Create one under Project settings › Environments; secrets live in it.
        </Empty>
      ) : (
        <Tabs
          label="Environments"
          tabs={environments.map((one) => ({ key: one.slug, label: one.name }))}
          current={environment.slug}
          onSelect={show}
        >
          <Folder
            key={`${environment.slug} ${path}`}
            place={{ projectId, environment: environment.slug, secretPath: path }}
          />
        </Tabs>
      )}
    </>
  );
}

/** The viewer's own roles here, direct or by which groups. */
function OwnRoutes({ projectId }: { projectId: string }) {
  const { answer } = useAsk(access.explain, {
    body: { projectId, subject: 'secrets', action: 'readValue' },
  });
  return answer && <RouteBadges routes={answer.routes.filter(({ isLive }) => isLive)} />;
}
