import { deleted, projects } from '@coterie/contract';
import { ArchiveRestore, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { deleteItem, type MenuItems } from '../../parts/frame/menu.tsx';
import { Empty } from '../../parts/frame/notice.tsx';
import { actionsColumn } from '../../parts/list/actions.tsx';
import { Who } from '../../parts/list/badge.tsx';
import { ListPages, useListing } from '../../parts/list/listing.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { ago, atMoment } from '../../words.ts';
import { Forget, Restore } from './dialogs.tsx';
import { kinds, type Thing } from './kinds.ts';

type Open = { what: 'restore' | 'forget'; thing: Thing };

/** What was deleted of late and can come back, of a project or of all there is; the newest first. */
export function DeletedList({ projectId }: { projectId?: string }) {
  const list = useListing({ by: 'deletedAt', direction: 'desc' });
  const [open, setOpen] = useState<Open>();
  const { limit, offset } = list.query;
  const query = { limit, offset, ...(projectId === undefined ? {} : { projectId }) };
  const asked = useAsk(deleted.listRecentlyDeleted, { query }, { keep: true });
  const nameOf = useProjectNames(projectId === undefined);
  const rows = asked.answer?.things ?? [];
  const columns = [thingColumn(nameOf), deletedColumn, untilColumn, actions(setOpen)];
  const Opened = open?.what === 'restore' ? Restore : Forget;
  return (
    <>
      <Loaded asked={asked} what="what was deleted">
        {rows.length === 0 ? (
          <Nothing isOfProject={projectId !== undefined} />
        ) : (
          <Table
            label="Recently deleted"
            columns={columns}
            rows={rows}
            keyOf={({ id }) => id}
            isStale={asked.isStale}
          />
        )}
      </Loaded>
      <ListPages what="deleted things" list={list} total={asked.answer?.totalCount} />
      {open && <Opened thing={open.thing} onClose={() => setOpen(undefined)} />}
    </>
  );
}

const Nothing = ({ isOfProject }: { isOfProject: boolean }) => (
  <Empty icon={ArchiveRestore} title="Nothing to bring back">
    {isOfProject
      ? 'When you delete a secret, a folder or an environment of this project, it stands here for a while in case you want it again.'
      : 'When you delete a secret, a folder, an environment, a project or a group, it stands here for a while in case you want it again.'}
  </Empty>
);

type NameOf = (projectId: string) => string | undefined;

/** The names of the viewer's projects, where things of several are listed. */
function useProjectNames(enabled: boolean): NameOf {
  const { answer } = useAsk(projects.listProjects, { query: {} }, { enabled });
  return (id) => answer?.projects.find((one) => one.id === id)?.name;
}

/** "Secret in Colossus", as far as its place is known and not the page's own. */
function whatItIs({ kind, projectId }: Thing, nameOf: NameOf): string {
  const where = kind === 'project' || projectId === null ? undefined : nameOf(projectId);
  return where === undefined ? kinds[kind].word : `${kinds[kind].word} in ${where}`;
}

const deletion = ({ deletedBy, deletedAt }: Thing) => (
  <span title={atMoment(deletedAt)}>
    {ago(deletedAt)} by {deletedBy.name}
  </span>
);

const thingColumn = (nameOf: NameOf): Column<Thing> => ({
  title: 'What',
  cell: (thing) => (
    <div className="py-1">
      <Who name={thing.name} line={whatItIs(thing, nameOf)} icon={kinds[thing.kind].icon} />
      <p className="mt-1 text-xs text-dim sm:hidden">
        Deleted {deletion(thing)}; can come back until {atMoment(thing.expiresAt)}
      </p>
    </div>
  ),
});

const deletedColumn: Column<Thing> = {
  title: 'Deleted',
  wideOnly: true,
  cell: (thing) => <span className="text-dim">{deletion(thing)}</span>,
};

const untilColumn: Column<Thing> = {
  title: 'Can come back until',
  wideOnly: true,
  cell: ({ expiresAt }) => <time dateTime={expiresAt}>{atMoment(expiresAt)}</time>,
};

const actions = (open: (what: Open) => void): Column<Thing> =>
  actionsColumn(
    ({ name }) => name,
    (thing): MenuItems => [
      { label: 'Restore…', icon: Undo2, onSelect: () => open({ what: 'restore', thing }) },
      deleteItem(() => open({ what: 'forget', thing }), 'Delete for good…'),
    ],
  );
