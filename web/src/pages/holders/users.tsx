import { useParams } from '@tanstack/react-router';
import { ReachPage } from './reach-page.tsx';

export function ProjectUsers() {
  const { projectId } = useParams({ from: '/console/projects/$projectId/settings/access/users' });
  return <ReachPage projectId={projectId} kind="user" />;
}
