import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import {
  type ComponentType,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

export type MenuItem = {
  label: string;
  onSelect: () => void;
  icon?: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;
  danger?: boolean;
  current?: boolean;
};
/** Items, those left out that the viewer may not use. */
export type MenuItems = readonly (MenuItem | false)[];
export const editItem = (onSelect: () => void, label = 'Edit'): MenuItem => ({
  label,
  icon: Pencil,
  onSelect,
});
export const deleteItem = (onSelect: () => void, label = 'Delete'): MenuItem => ({
  label,
  icon: Trash2,
  danger: true,
  onSelect,
});

type Given = {
  label: string;
  items: MenuItems;
  children?: ReactNode;
  className?: string;
};

/** A button that opens a menu, named by its content or else by `label`: arrows move, Escape closes and gives the focus back. Nothing at all without items. */
export function Menu({ label, items, children, className = square }: Given) {
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const shown = items.filter((item) => item !== false);
  if (shown.length === 0) return null;
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={children === undefined ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(true)}
        className={className}
      >
        {children ?? <Ellipsis aria-hidden className="size-4" />}
      </button>
      <MenuList
        {...{ id, label, button, isOpen }}
        items={isOpen ? shown : []}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

const square =
  'inline-flex size-8 items-center justify-center rounded-md text-dim hover:bg-hover hover:text-ink';

type ListGiven = {
  id: string;
  label: string;
  button: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  items: readonly MenuItem[];
  onClose: () => void;
};

function MenuList({ id, label, button, isOpen, items, onClose }: ListGiven) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!isOpen || !list.current || !button.current) return;
    list.current.showPopover();
    placeBelow(list.current, button.current.getBoundingClientRect());
    entries(list.current)[0]?.focus();
  }, [isOpen, button]);
  const choose = (item: MenuItem) => {
    list.current?.hidePopover();
    button.current?.focus();
    item.onSelect();
  };
  return (
    <div
      ref={list}
      id={id}
      popover="auto"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onToggle={(event) => event.newState === 'closed' && onClose()}
      onKeyDown={(event) => move(event, list.current)}
      className="fixed inset-auto m-0 min-w-44 rounded-lg border border-line bg-raised p-1 text-left text-base font-normal shadow-pop"
    >
      {items.map((item) => (
        <ItemButton key={item.label} item={item} onChoose={() => choose(item)} />
      ))}
    </div>
  );
}

const ItemButton = ({ item, onChoose }: { item: MenuItem; onChoose: () => void }) => (
  <button
    type="button"
    role="menuitem"
    tabIndex={-1}
    aria-current={item.current || undefined}
    onClick={onChoose}
    className={`flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left hover:bg-hover focus:bg-hover ${item.danger ? 'text-danger-ink' : ''} ${item.current ? 'font-semibold' : ''}`}
  >
    {item.icon && <item.icon aria-hidden className="size-4 shrink-0" />}
    {item.label}
  </button>
);

const entries = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>('[role=menuitem]')];

function move(event: KeyboardEvent, list: HTMLElement | null) {
  if (!list) return;
  const all = entries(list);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === 'Tab') list.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  all.at(to % all.length)?.focus();
}

/** Under the button and inside the window; above it where there is no room below. */
function placeBelow(list: HTMLElement, button: DOMRect) {
  const { width, height } = list.getBoundingClientRect();
  const wished = button.width > width ? button.left : button.right - width;
  const below = button.bottom + 4;
  list.style.left = `${Math.max(8, Math.min(wished, innerWidth - width - 8))}px`;
  list.style.top = `${below + height < innerHeight ? below : Math.max(8, button.top - height - 4)}px`;
}
