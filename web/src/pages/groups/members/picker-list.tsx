import { Users } from 'lucide-react';
import { Bones, Failed } from '../../../parts/frame/notice.tsx';
import { Tip } from '../../../parts/frame/tip.tsx';
import { Who } from '../../../parts/list/badge.tsx';
import { ListPages, SearchBox, type useListing } from '../../../parts/list/listing.tsx';
import { type Column, Table } from '../../../parts/list/table.tsx';
import { ago } from '../../../words.ts';
import { keyOf, type Pick as One } from './picks.ts';

/** Who is chosen, over all tabs, and how one is chosen. */
export type Picking = {
  picks: ReadonlyMap<string, One>;
  toggle: (pick: One) => void;
};
export type PickerRow = One & {
  line?: string;
  joined: string | null;
  /** Why it cannot be chosen. */
  locked: string | undefined;
};
type Given = Picking & {
  label: string;
  list: ReturnType<typeof useListing>;
  rows: readonly PickerRow[] | undefined;
  total: number | undefined;
  error: unknown;
};

/** A page of those who could be in the group, each with a tick that says whether it is to be in. Rows keep their place. */
export function PickerList({ label, list, rows, total, error, picks, toggle }: Given) {
  const what = label.replace('Search ', '');
  return (
    <div className="flex flex-col gap-3">
      <SearchBox label={label} value={list.typed} onChange={list.setSearch} />
      {error && !rows ? <Failed error={error} what="this list" /> : !rows && <Bones rows={4} />}
      {rows?.length === 0 && <p className="py-6 text-center text-dim">Nobody found.</p>}
      {rows && rows.length > 0 && (
        <Table label={what} columns={columnsOf(picks, toggle)} rows={rows} keyOf={keyOf} />
      )}
      <ListPages what={what} list={list} total={total} />
    </div>
  );
}

const columnsOf = (
  picks: Picking['picks'],
  toggle: Picking['toggle'],
): readonly Column<PickerRow>[] => [
  {
    title: 'Member',
    silent: true,
    className: 'w-8',
    cell: (row) => <Tick row={row} isPicked={picks.has(keyOf(row))} toggle={toggle} />,
  },
  {
    title: 'Name',
    cell: ({ name, line, kind }) => (
      <Who
        name={name}
        line={line ?? null}
        isProgram={kind !== 'user'}
        {...(kind === 'group' ? { icon: Users } : {})}
      />
    ),
  },
  {
    title: 'Now',
    className: 'w-32 text-right',
    cell: (row) => <Now row={row} isPicked={picks.has(keyOf(row))} />,
  },
];

type CellGiven = { row: PickerRow; isPicked: boolean };

function Tick({ row, isPicked, toggle }: CellGiven & Pick<Picking, 'toggle'>) {
  const { kind, id, name, isIn, locked } = row;
  const box = (described?: string) => (
    <input
      type="checkbox"
      aria-label={name}
      aria-describedby={described}
      checked={isIn !== isPicked}
      disabled={locked !== undefined}
      onChange={() => toggle({ kind, id, name, isIn })}
      className="size-4 accent-accent"
    />
  );
  return locked === undefined ? (
    box()
  ) : (
    <Tip text={locked} describes>
      {box}
    </Tip>
  );
}

function Now({ row: { isIn, joined }, isPicked }: CellGiven) {
  if (isPicked)
    return (
      <span className={`text-xs font-medium ${isIn ? 'text-danger-ink' : 'text-ok-ink'}`}>
        {isIn ? 'to be taken out' : 'to be added'}
      </span>
    );
  if (!isIn) return null;
  return <span className="text-xs text-dim">member{joined ? `, ${ago(joined)}` : ''}</span>;
}
