import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';

export type Column<T> = {
  title: string;
  cell: (row: T) => ReactNode;
  /** The server's name of the order, where the column can be sorted. */
  sort?: string;
  /** Left out below 640 px. */
  wideOnly?: boolean;
  className?: string;
  /** The title is only read out, as over buttons. */
  silent?: boolean;
};
export type Order = { by: string; direction: 'asc' | 'desc' };

type Given<T> = {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  order?: Order;
  onOrder?: (order: Order) => void;
  /** The former page is still shown while the next is read. */
  isStale?: boolean;
};

/** A table; arrows up and down move between its rows. More than 200 rows are drawn only where the window looks. */
export function Table<T>({ label, columns, rows, keyOf, order, onOrder, isStale }: Given<T>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { first, last, above, below } = useVisible(rows.length, body);
  return (
    <div
      // Positioned, so that what is only read out cannot stick out of it.
      className={`relative overflow-x-auto rounded-lg border border-line bg-raised ${isStale ? 'opacity-60' : ''}`}
    >
      <table aria-label={label} className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line bg-panel text-xs text-dim">
            {columns.map((column) => (
              <Heading key={column.title} column={column} order={order} onOrder={onOrder} />
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={moveByArrows}>
          {above > 0 && <Spacer height={above} span={columns.length} />}
          {rows.slice(first, last).map((row) => (
            <tr key={keyOf(row)} className="border-b border-line last:border-0 hover:bg-hover/60">
              {columns.map((column) => (
                <td
                  key={column.title}
                  className={`px-3 py-1.5 align-middle ${column.wideOnly ? 'max-sm:hidden' : ''} ${column.className ?? ''}`}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
          {below > 0 && <Spacer height={below} span={columns.length} />}
        </tbody>
      </table>
    </div>
  );
}

const Spacer = ({ height, span }: { height: number; span: number }) => (
  <tr aria-hidden>
    <td colSpan={span} style={{ height }} />
  </tr>
);

type HeadingGiven = {
  column: Column<never>;
  order: Order | undefined;
  onOrder: ((order: Order) => void) | undefined;
};

function Heading({
  column: { title, sort, wideOnly, silent, className },
  order,
  onOrder,
}: HeadingGiven) {
  const isOrdered = sort !== undefined && order?.by === sort;
  const next = isOrdered && order.direction === 'asc' ? 'desc' : 'asc';
  const Arrow = order?.direction === 'desc' ? ArrowDown : ArrowUp;
  const look = `h-9 px-3 font-medium whitespace-nowrap ${wideOnly ? 'max-sm:hidden' : ''} ${className ?? ''}`;
  if (sort === undefined || !onOrder)
    return (
      <th scope="col" className={look}>
        {silent ? <span className="sr-only">{title}</span> : title}
      </th>
    );
  return (
    <th
      scope="col"
      aria-sort={isOrdered ? (order.direction === 'asc' ? 'ascending' : 'descending') : 'none'}
      className={look}
    >
      <button
        type="button"
        onClick={() => onOrder({ by: sort, direction: next })}
        className="-mx-1 inline-flex items-center gap-1 rounded px-1 hover:text-ink"
      >
        {title}
        {isOrdered && <Arrow aria-hidden className="size-3" />}
      </button>
    </th>
  );
}

/** The rows to draw, and the space that the others would take, in pixels. */
function useVisible(count: number, body: React.RefObject<HTMLTableSectionElement | null>) {
  const isLong = count > 200;
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (isLong && body.current) setTop(body.current.getBoundingClientRect().top + scrollY);
  }, [isLong, body]);
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => 45,
    overscan: 20,
    scrollMargin: top,
    enabled: isLong,
  });
  const items = virtual.getVirtualItems();
  if (!isLong) return { first: 0, last: count, above: 0, below: 0 };
  const start = items[0];
  const end = items.at(-1);
  return {
    first: start?.index ?? 0,
    last: (end?.index ?? -1) + 1,
    above: (start?.start ?? top) - top,
    below: virtual.getTotalSize() - ((end?.end ?? top) - top),
  };
}

function moveByArrows(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const from = event.target as HTMLElement;
  const row = from.closest('tr');
  if (!row || from.closest('select, input, textarea, [role=menu]')) return;
  const at = stops(row).indexOf(from);
  const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
  if (at < 0 || !next) return;
  event.preventDefault();
  (stops(next)[at] ?? stops(next)[0])?.focus();
}
const stops = (row: Element) => [
  ...row.querySelectorAll<HTMLElement>('a[href], td button:not([role=menuitem]), td select'),
];
