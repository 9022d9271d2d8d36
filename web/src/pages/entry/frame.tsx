import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Mark } from '../../parts/frame/mark.tsx';

/** The frame of pages for who is not signed in yet; the first field has the focus. */
export function EntryFrame({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    main.current?.querySelector<HTMLElement>('input:not([readonly], [hidden])')?.focus();
  }, []);
  useEffect(() => {
    document.title = `${title} · Coterie`;
  }, [title]);
  return (
    <main
      ref={main}
      className="flex min-h-dvh flex-col items-center justify-center bg-panel px-4 py-10"
    >
      <div className="w-full max-w-md">
        <div className="mb-6 flex flex-col items-center gap-3 text-center">
          <Mark large />
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {hint && <p className="mt-1 text-dim">{hint}</p>}
          </div>
        </div>
        <div className="rounded-xl border border-line bg-raised p-6 shadow-xs">{children}</div>
      </div>
    </main>
  );
}

/** The token in the address, read once; it is taken out of the address bar and the history. */
export function useTokenInAddress(): string {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
  useEffect(() => {
    if (location.hash !== '')
      history.replaceState(history.state, '', location.pathname + location.search);
    // Another link opened on this page changes no more than the fragment.
    const again = () => location.reload();
    addEventListener('hashchange', again);
    return () => removeEventListener('hashchange', again);
  }, []);
  return token;
}
