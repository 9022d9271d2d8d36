import { Lock, Plus } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { Tip } from '../frame/tip.tsx';

type Icon = ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;
type Look = 'primary' | 'plain' | 'danger' | 'quiet';

const looks: Readonly<Record<Look, string>> = {
  primary: 'border-transparent bg-accent text-white hover:bg-accent-deep',
  plain: 'border-line bg-raised text-ink shadow-xs hover:bg-hover',
  danger: 'border-transparent bg-danger text-white hover:brightness-110',
  quiet: 'border-transparent text-dim hover:bg-hover hover:text-ink',
};
const off = 'border-line bg-panel text-dim shadow-none hover:bg-panel hover:brightness-100';
const shape =
  'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors';

type Given = {
  children: ReactNode;
  onClick?: () => void;
  icon?: Icon;
  look?: Look;
  small?: boolean;
  submit?: boolean;
  pending?: boolean;
  disabled?: boolean;
  /** The missing permission in words: the button shows locked and says so. */
  locked?: string | undefined;
  label?: string;
};

export function Button({
  children,
  onClick,
  icon: Icon,
  look = 'plain',
  small,
  submit,
  pending,
  disabled,
  locked,
  label,
}: Given) {
  const isOff = locked !== undefined || disabled === true || pending === true;
  const size = small ? 'h-7 px-2 text-sm' : 'h-9 px-3';
  const button = (described?: string) => (
    <button
      type={submit && !isOff ? 'submit' : 'button'}
      onClick={isOff ? undefined : onClick}
      aria-disabled={isOff || undefined}
      aria-busy={pending || undefined}
      aria-label={label}
      aria-describedby={described}
      className={`${shape} ${size} ${isOff ? off : looks[look]}`}
    >
      {locked !== undefined ? (
        <Lock aria-hidden className="size-3.5" />
      ) : (
        Icon && <Icon aria-hidden className="size-4" />
      )}
      {children}
    </button>
  );
  return locked === undefined ? (
    button()
  ) : (
    <Tip text={locked} describes>
      {button}
    </Tip>
  );
}

/** The button that makes one more of what a page lists. */
export const AddButton = (given: Omit<Given, 'icon' | 'look'>) => (
  <Button look="primary" icon={Plus} {...given} />
);

type IconGiven = {
  icon: Icon;
  label: string;
  onClick?: () => void;
  pressed?: boolean;
  locked?: string | undefined;
  danger?: boolean;
};

/** A button that is an icon; its label is read out and shown as a tooltip. */
export function IconButton({ icon: Icon, label, onClick, pressed, locked, danger }: IconGiven) {
  return (
    <Tip
      text={locked === undefined ? label : `${label}. ${locked}`}
      describes={locked !== undefined}
    >
      {(id) => (
        <button
          type="button"
          aria-label={label}
          aria-describedby={id}
          aria-pressed={pressed}
          aria-disabled={locked !== undefined || undefined}
          onClick={locked === undefined ? onClick : undefined}
          className={`inline-flex size-8 items-center justify-center rounded-md ${
            locked === undefined
              ? `text-dim hover:bg-hover ${danger ? 'hover:text-danger-ink' : 'hover:text-ink'}`
              : 'text-dim/60'
          }`}
        >
          <Icon aria-hidden className="size-4" />
        </button>
      )}
    </Tip>
  );
}
