import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';

export type Tab = { key: string; label: string; count?: number | undefined };
type Given = {
  label: string;
  tabs: readonly Tab[];
  current: string;
  onSelect: (key: string) => void;
  children: ReactNode;
};

/** Tabs inside a page or dialog: arrows move, the panel follows. */
export function Tabs({ label, tabs, current, onSelect, children }: Given) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ key }) => key === current);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const to = next === undefined ? undefined : tabs.at(next % tabs.length);
    if (!to) return;
    event.preventDefault();
    onSelect(to.key);
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(to.key)}"]`)?.focus();
  };
  return (
    <>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={move}
        className="flex gap-4 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => (
          <TabButton
            key={tab.key}
            tab={tab}
            id={id}
            isCurrent={tab.key === current}
            onSelect={() => onSelect(tab.key)}
          />
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`} className="pt-4">
        {children}
      </div>
    </>
  );
}

type ButtonGiven = { tab: Tab; id: string; isCurrent: boolean; onSelect: () => void };

const TabButton = ({ tab: { key, label, count }, id, isCurrent, onSelect }: ButtonGiven) => (
  <button
    type="button"
    role="tab"
    id={`${id}-${key}`}
    data-key={key}
    aria-selected={isCurrent}
    aria-controls={`${id}-panel`}
    tabIndex={isCurrent ? 0 : -1}
    onClick={onSelect}
    className={tabLook(isCurrent)}
  >
    {label}{' '}
    {count !== undefined && (
      <span className="ml-0.5 text-xs text-dim">{count.toLocaleString('en')}</span>
    )}
  </button>
);

export const tabLook = (isCurrent: boolean) =>
  `-mb-px border-b-2 px-1 py-2 whitespace-nowrap -outline-offset-2 ${isCurrent ? 'border-accent font-semibold text-ink' : 'border-transparent text-dim hover:text-ink'}`;
