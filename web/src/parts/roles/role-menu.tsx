import { ChevronDown } from 'lucide-react';
import type { Option } from '../form/field.tsx';
import { Menu } from '../frame/menu.tsx';

type Given = {
  /** Whose role it is, read out with what it is now. */
  label: string;
  current: string;
  options: readonly Option[];
  onChoose: (role: Option) => void;
};

/** A role in a row that opens the choice of others; to choose one only asks what that would do. */
export function RoleMenu({ label, current, options, onChoose }: Given) {
  const name = options.find(({ value }) => value === current)?.label ?? current;
  const items = options.map((option) => ({
    label: option.label,
    current: option.value === current,
    onSelect: () => option.value !== current && onChoose(option),
  }));
  return (
    <Menu label={label} items={items} className={look}>
      <span className="sr-only">{label}: </span>
      <span className="truncate">{name}</span>
      <ChevronDown aria-hidden className="size-3.5 shrink-0 text-dim" />
    </Menu>
  );
}

const look =
  'inline-flex h-8 max-w-44 items-center gap-1 rounded-md border border-line bg-raised px-2 text-sm hover:border-edge';
