import { access } from '@coterie/contract';
import { Bot, Users } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { AddButton } from '../../parts/form/button.tsx';
import { Bones, Empty, Failed } from '../../parts/frame/notice.tsx';
import { ListPages, SearchBox, useListing } from '../../parts/list/listing.tsx';
import { useProject } from '../../session.tsx';
import { AddHolder } from './add.tsx';
import { ReachTable } from './reach.tsx';

const words = {
  user: {
    type: 'user',
    subject: 'member',
    many: 'users',
    add: 'Add user',
    icon: Users,
    empty: 'Nobody can reach this project yet',
  },
  identity: {
    type: 'machineIdentity',
    subject: 'identity',
    many: 'machine identities',
    add: 'Add machine identity',
    icon: Bot,
    empty: 'No machine identity can reach this project yet',
  },
} as const;

/** The server pages users and machine identities together; one page of its largest size holds nearly every project. */
const limit = 1000;

/** The people, or the programs, who can reach the project. */
export function ReachPage({ projectId, kind }: { projectId: string; kind: 'user' | 'identity' }) {
  const { type, subject, many, add, icon, empty } = words[kind];
  const { lack } = useProject(projectId);
  const list = useListing({ by: 'name', direction: 'asc' });
  const [isAdding, setAdding] = useState(false);
  const query = { search: list.search, limit, offset: list.offset };
  const { answer, error, isStale, refetch } = useAsk(
    access.listProjectAccess,
    { params: { projectId }, query },
    { keep: true },
  );
  const rows = answer?.members.filter(({ principal }) => principal.type === type);
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <SearchBox label={`Search ${many}`} value={list.typed} onChange={list.setSearch} />
        <AddButton locked={lack(subject, 'create')} onClick={() => setAdding(true)}>
          {add}
        </AddButton>
      </div>
      {error && !answer ? (
        <Failed error={error} what={`the ${many} of this project`} retry={() => void refetch()} />
      ) : (
        !rows && <Bones />
      )}
      {rows?.length === 0 && (
        <Empty icon={icon} title={list.search ? 'None by that name' : empty}>
          Add them directly, or add a group that they are in.
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <ReachTable projectId={projectId} kind={kind} rows={rows} isStale={isStale} />
      )}
      {answer && answer.totalCount > limit && (
        <ListPages what={many} list={list} total={answer.totalCount} size={limit} />
      )}
      {isAdding && <AddHolder kind={kind} projectId={projectId} onClose={() => setAdding(false)} />}
    </>
  );
}
