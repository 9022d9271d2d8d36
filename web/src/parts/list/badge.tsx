import { Clock, User, Users } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { atMoment } from '../../words.ts';

type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'danger';
const tones: Readonly<Record<Tone, string>> = {
  plain: 'border-line bg-panel text-dim',
  accent: 'border-transparent bg-accent-soft text-accent-ink',
  ok: 'border-transparent bg-ok-soft text-ok-ink',
  warn: 'border-transparent bg-warn-soft text-warn-ink',
  danger: 'border-transparent bg-danger-soft text-danger-ink',
};

export const Badge = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span
    className={`inline-flex max-w-full items-center gap-1 rounded-full border px-2 py-0.5 text-xs font-medium tracking-normal ${tones[tone]}`}
  >
    {children}
  </span>
);

const statuses: Readonly<Record<string, Tone>> = {
  active: 'ok',
  suspended: 'danger',
  invited: 'warn',
};
export const StatusBadge = ({ status }: { status: string }) => (
  <Badge tone={statuses[status] ?? 'plain'}>
    {status.charAt(0).toUpperCase() + status.slice(1)}
  </Badge>
);

type RouteGiven = {
  role: string;
  via: readonly string[];
  until?: string | null;
  dead?: string | undefined;
};

/** A role with where it comes from: "direct" or the groups passed; struck through where it does not count now. */
export function RouteBadge({ role, via, until, dead }: RouteGiven) {
  const isDirect = via.length === 0;
  const Icon = isDirect ? User : Users;
  const look =
    dead !== undefined
      ? 'border-dashed border-line text-dim'
      : isDirect
        ? tones.plain
        : tones.accent;
  return (
    <span
      title={dead}
      className={`inline-flex max-w-full flex-wrap items-center gap-x-1 rounded-lg border px-2 py-0.5 text-xs font-normal tracking-normal ${look}`}
    >
      <Icon aria-hidden className="size-3 shrink-0" />
      <strong className={`font-semibold ${dead !== undefined ? 'line-through' : ''}`}>
        {role}
      </strong>
      <span>{isDirect ? 'direct' : `via ${via.join(' › ')}`}</span>
      {until && <Until at={until} />}
      {dead !== undefined && <span>({dead})</span>}
    </span>
  );
}

export const Until = ({ at }: { at: string }) => (
  <span className="inline-flex items-center gap-1 whitespace-nowrap">
    <Clock aria-hidden className="size-3" />
    until {atMoment(at)}
  </span>
);

const initials = (name: string) =>
  name
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join('');

/** Who it is, in a row: initials, name, and a line below. */
export function Who({
  name,
  line,
  isProgram,
  icon: Icon,
  link,
}: {
  name: string;
  line?: string | null;
  isProgram?: boolean;
  /** Stands in place of the initials. */
  icon?: ComponentType<{ className?: string }>;
  link?: ReactNode;
}) {
  return (
    <div className="flex min-w-0 items-center gap-2.5">
      <span
        aria-hidden
        className={`inline-flex size-7 shrink-0 items-center justify-center bg-accent-soft text-xs font-semibold text-accent-ink ${isProgram ? 'rounded-md' : 'rounded-full'}`}
      >
        {Icon ? <Icon className="size-4" /> : initials(name)}
      </span>
      <span className="min-w-0">
        <span className="block truncate font-medium">{link ?? name}</span>
        {line && line !== name && <span className="block truncate text-xs text-dim">{line}</span>}
      </span>
    </div>
  );
}
