import type { ReactNode } from 'react';
import { ListPages, SearchBox, type useListing } from './listing.tsx';
import { type Asked, Loaded } from './loaded.tsx';
import { type Column, Table } from './table.tsx';

type Given<T> = {
  /** What is listed, as after "the". */
  what: string;
  /** The name of the table, where it is not that. */
  label: string;
  asked: Asked;
  list: ReturnType<typeof useListing>;
  columns: readonly Column<T>[];
  rows: readonly T[] | undefined;
  keyOf: (row: T) => string;
  total: number | undefined;
  /** What stands there when there is none. */
  empty: ReactNode;
  /** Beside the search, such as the button that makes another. */
  action?: ReactNode;
  /** Where the table is not to be sorted. */
  isUnsorted?: boolean;
};

/** A listing: its search, what came of it, and the way to its other pages. */
export function Listing<T>(given: Given<T>) {
  const { what, asked, list, rows, total, action } = given;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <SearchBox label={`Search ${what}`} value={list.typed} onChange={list.setSearch} />
        {action}
      </div>
      <Loaded asked={asked} what={`the ${what}`}>
        <Rows {...given} />
      </Loaded>
      <ListPages what={what} list={list} total={total ?? rows?.length} />
    </>
  );
}

function Rows<T>({ label, asked, list, columns, rows = [], keyOf, empty, isUnsorted }: Given<T>) {
  if (rows.length === 0) return <>{empty}</>;
  return (
    <Table
      label={label}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      {...(isUnsorted ? {} : { order: list.order, onOrder: list.setOrder })}
      isStale={asked.isStale === true}
    />
  );
}
