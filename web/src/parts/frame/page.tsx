import { Link, type LinkProps } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { tabLook } from './tabs.tsx';

type Given = {
  title: string;
  hint?: ReactNode;
  trail?: readonly { label: string; link: LinkProps }[];
  badges?: ReactNode;
  actions?: ReactNode;
};

/** The head of a page: where it is, its title, what can be done. */
export function PageHead({ title, hint, trail = [], badges, actions }: Given) {
  useEffect(() => {
    document.title = `${title} · Coterie`;
  }, [title]);
  return (
    <div className="mb-4">
      {trail.length > 0 && (
        <nav
          aria-label="Breadcrumb"
          className="mb-1 flex flex-wrap items-center gap-1 text-sm text-dim"
        >
          {trail.map(({ label, link }) => (
            <span key={label} className="inline-flex items-center gap-1">
              <Link {...link} className="rounded hover:text-ink hover:underline">
                {label}
              </Link>
              <ChevronRight aria-hidden className="size-3.5" />
            </span>
          ))}
        </nav>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h1 className="flex flex-wrap items-center gap-2 text-xl font-semibold tracking-tight">
            <span className="min-w-0 break-words">{title}</span>
            {badges}
          </h1>
          {hint && <p className="text-sm text-dim">{hint}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}

/** Tabs that are pages of their own, with an address each. */
export function PageTabs({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { label: string; link: LinkProps }[];
}) {
  return (
    <nav aria-label={label} className="mb-4 flex gap-4 overflow-x-auto border-b border-line">
      {tabs.map(({ label: text, link }) => (
        <Link
          key={text}
          {...link}
          className={tabLook(false)}
          activeProps={{ className: tabLook(true), 'aria-current': 'page' }}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}

/** A part of a page, framed. */
export function Section({
  title,
  hint,
  actions,
  children,
}: {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-raised">
      <div className="flex flex-wrap items-start justify-between gap-2 border-b border-line px-4 py-3">
        <div className="min-w-0">
          <h2 className="font-semibold">{title}</h2>
          {hint && <p className="text-sm text-dim">{hint}</p>}
        </div>
        {actions}
      </div>
      <div className="p-4">{children}</div>
    </section>
  );
}
