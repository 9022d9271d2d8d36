import { CircleAlert, Info, Lock, TriangleAlert } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { sentence, statusOf } from '../../api.ts';
import { Button } from '../form/button.tsx';

type Tone = 'danger' | 'warn' | 'info';
const looks = {
  danger: ['border-danger/30 bg-danger-soft text-danger-ink', CircleAlert],
  warn: ['border-warn-ink/25 bg-warn-soft text-warn-ink', TriangleAlert],
  info: ['border-line bg-panel text-dim', Info],
} as const;

/** Something to know before going on. */
export function Notice({ tone, children }: { tone: Tone; children: ReactNode }) {
  const [look, Icon] = looks[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : undefined}
      className={`flex gap-2 rounded-lg border px-3 py-2 text-sm ${look}`}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 break-words">{children}</div>
    </div>
  );
}

type EmptyGiven = {
  icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
};

/** Nothing here yet, and what to do next. */
export function Empty({ icon: Icon, title, children, action }: EmptyGiven) {
  return (
    <div className="late flex flex-col items-center gap-2 px-6 py-12 text-center">
      <span className="rounded-full bg-accent-soft p-3 text-accent-ink">
        <Icon aria-hidden className="size-5" />
      </span>
      <p className="font-semibold">{title}</p>
      {children && <p className="max-w-md text-sm text-dim">{children}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

type FailedGiven = {
  error: unknown;
  what: string;
  retry?: () => void;
  /** What to do when it is closed to the viewer; else the server's own words. */
  advice?: string;
};

/** What stands where something could not be read: what happened, why, what to do. */
export function Failed({ error, what, retry, advice }: FailedGiven) {
  const isClosed = statusOf(error) === 403 || statusOf(error) === 404;
  return (
    <Empty
      icon={isClosed ? Lock : CircleAlert}
      title={isClosed ? `You have no access to ${what}` : `Could not load ${what}`}
      action={!isClosed && retry ? <Button onClick={retry}>Try again</Button> : undefined}
    >
      {isClosed && advice !== undefined ? advice : sentence(error)}
    </Empty>
  );
}

/** Rows that are on their way; not shown for waits under 150 ms. */
export function Bones({ rows = 5 }: { rows?: number }) {
  return (
    <div role="status" className="late flex flex-col gap-3 p-4">
      <span className="sr-only">Loading</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <div key={row} className="bone h-5" style={{ width: `${92 - ((row * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
