import { PageHead } from '../../parts/frame/page.tsx';
import { DeletedList } from './list.tsx';

/** Organization settings › Recently deleted: what can come back, wherever it was. */
export const RecentlyDeleted = () => (
  <>
    <PageHead
      title="Recently deleted"
      trail={[{ label: 'Organization settings', link: { to: '/organization' } }]}
      hint="What was deleted of late and you may bring back. When its time is over, it is gone for good."
    />
    <DeletedList />
  </>
);
