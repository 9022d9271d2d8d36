import { useParams } from '@tanstack/react-router';
import { ReachPage } from './reach-page.tsx';

export function ProjectIdentities() {
  const { projectId } = useParams({
    from: '/console/projects/$projectId/settings/access/identities',
  });
  return <ReachPage projectId={projectId} kind="identity" />;
}
