import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

type Given = { label: string; className: string; children: ReactNode };

/** A list that scrolls by itself where it is long; only then the keyboard stops at it, to scroll it. */
export function ScrollList({ label, className, children }: Given) {
  const list = useRef<HTMLUListElement>(null);
  const [isLong, setLong] = useState(false);
  useLayoutEffect(() => {
    const { current } = list;
    if (current) setLong(current.scrollHeight > current.clientHeight);
  });
  return (
    <ul
      ref={list}
      aria-label={label}
      // Without it the keyboard cannot scroll the list
      tabIndex={isLong ? 0 : undefined}
      className={`overflow-y-auto -outline-offset-2 ${className}`}
    >
      {children}
    </ul>
  );
}
