import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../form/button.tsx';
import type { Order } from './table.tsx';

/** How long typing has to rest before the server is asked, in milliseconds. */
const rest = 200;

export function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), rest);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

export const pageSize = 50;

/** Search, order and page of a listing that the server cuts; a new search begins at its first page. */
export function useListing(start: Order) {
  const [typed, setTyped] = useState('');
  const [offset, setOffset] = useState(0);
  const [order, setOrderOnly] = useState(start);
  const search = useRested(typed);
  return {
    typed,
    search,
    setSearch: (text: string) => {
      setTyped(text);
      setOffset(0);
    },
    offset,
    setOffset,
    order,
    setOrder: (next: Order) => {
      setOrderOnly(next);
      setOffset(0);
    },
    query: { search, limit: pageSize, offset },
  };
}

/** The order as the server takes it: by name where it is none of the named ones. */
export const orderQuery = <T extends string>(orders: readonly T[], { by, direction }: Order) => ({
  orderBy: orders.find((one) => one === by) ?? ('name' as const),
  orderDirection: direction,
});

type SearchGiven = { label: string; value: string; onChange: (value: string) => void };

export function SearchBox({ label, value, onChange }: SearchGiven) {
  return (
    <div className="relative w-full sm:max-w-72">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-dim"
      />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        className="control pl-8!"
      />
    </div>
  );
}

type ListGiven = {
  what: string;
  list: ReturnType<typeof useListing>;
  total: number | undefined;
  size?: number;
};

/** The pages of a listing. */
export const ListPages = ({ what, list, total = 0, size = pageSize }: ListGiven) => (
  <Pages {...{ what, total, size }} offset={list.offset} onOffset={list.setOffset} />
);

type PagesGiven = {
  total: number;
  offset: number;
  onOffset: (offset: number) => void;
  what: string;
  size?: number;
};

/** "1–50 of 312" and the way to the others. */
export function Pages({ total, offset, onOffset, what, size = pageSize }: PagesGiven) {
  if (total === 0) return null;
  const last = Math.min(offset + size, total);
  return (
    <nav
      aria-label={`Pages of ${what}`}
      className="mt-3 flex items-center justify-between text-sm text-dim"
    >
      <p aria-live="polite">
        {total <= size
          ? `${total.toLocaleString('en')} in all`
          : `${(offset + 1).toLocaleString('en')}–${last.toLocaleString('en')} of ${total.toLocaleString('en')}`}
      </p>
      {total > size && (
        <div className="flex gap-2">
          <Button
            small
            disabled={offset === 0}
            onClick={() => onOffset(Math.max(0, offset - size))}
          >
            Previous
          </Button>
          <Button small disabled={last >= total} onClick={() => onOffset(offset + size)}>
            Next
          </Button>
        </div>
      )}
    </nav>
  );
}
