import { useParams } from '@tanstack/react-router';
import { SettingsHead } from '../project/settings-head.tsx';
import { DeletedList } from './list.tsx';

/** Project › Settings › Recently deleted: the secrets, folders and environments that can come back. */
export function ProjectDeleted() {
  const { projectId } = useParams({
    from: '/console/projects/$projectId/settings/recently-deleted',
  });
  return (
    <>
      <SettingsHead
        projectId={projectId}
        title="Recently deleted"
        hint="What was deleted here of late and you may bring back. When its time is over, it is gone for good."
      />
      <DeletedList projectId={projectId} />
    </>
  );
}
