import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';

/** What can be done about what a message says. */
type Offer = { label: string; run: () => void };
type Toast = { id: number; text: string; tone: 'done' | 'failed'; offer?: Offer | undefined };
type Toasts = { say: (text: string, offer?: Offer) => void; warn: (text: string) => void };
const ToastContext = createContext<Toasts | null>(null);

export function useToasts(): Toasts {
  const toasts = useContext(ToastContext);
  if (toasts === null) throw new Error('there is no place for toasts here');
  return toasts;
}

/** How long a message stays, in milliseconds, and one that offers something; a failure stays until it is closed. */
const [stay, stayOffering] = [6000, 15_000];

/** Short messages at the lower edge, read out by screen readers. */
export function ToastPlace({ children }: { children: ReactNode }) {
  const [list, setList] = useState<readonly Toast[]>([]);
  const next = useRef(1);
  const [toasts] = useState<Toasts>(() => {
    const add = (text: string, tone: Toast['tone'], offer?: Offer) =>
      setList((before) => [...before.slice(-2), { id: next.current++, text, tone, offer }]);
    return { say: (text, offer) => add(text, 'done', offer), warn: (text) => add(text, 'failed') };
  });
  const close = (id: number) => setList((before) => before.filter((one) => one.id !== id));
  return (
    <ToastContext value={toasts}>
      {children}
      <ToastList list={list} close={close} />
    </ToastContext>
  );
}

function ToastList({ list, close }: { list: readonly Toast[]; close: (id: number) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const newest = list.at(-1)?.id;
  // Shown anew for each new message, so that it lies above a dialog opened since; one that goes raises nothing.
  useEffect(() => {
    if (place.current?.matches(':popover-open')) place.current.hidePopover();
    if (newest !== undefined) place.current?.showPopover();
  }, [newest]);
  return (
    <div
      ref={place}
      popover="manual"
      role="status"
      aria-live="polite"
      className="fixed inset-auto right-4 bottom-4 m-0 w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 overflow-visible bg-transparent pointer-events-none open:flex"
    >
      {list.map((toast) => (
        <OneToast key={toast.id} toast={toast} close={() => close(toast.id)} />
      ))}
    </div>
  );
}

function OneToast({ toast, close }: { toast: Toast; close: () => void }) {
  const closing = useRef(close);
  closing.current = close;
  useEffect(() => {
    if (toast.tone === 'failed') return;
    const timer = setTimeout(() => closing.current(), toast.offer ? stayOffering : stay);
    return () => clearTimeout(timer);
  }, [toast.tone, toast.offer]);
  const take = () => {
    close();
    toast.offer?.run();
  };
  const Icon = toast.tone === 'done' ? CircleCheck : CircleAlert;
  return (
    <div className="pointer-events-auto flex items-start gap-2 rounded-lg border border-line bg-raised p-3 text-sm shadow-pop">
      <Icon
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 ${toast.tone === 'done' ? 'text-ok-ink' : 'text-danger-ink'}`}
      />
      <p className="min-w-0 grow break-words">{toast.text}</p>
      {toast.offer && (
        <button
          type="button"
          onClick={take}
          className="-my-1 rounded px-2 py-1 font-medium text-accent-ink hover:bg-hover"
        >
          {toast.offer.label}
        </button>
      )}
      <button
        type="button"
        aria-label="Dismiss"
        onClick={close}
        className="-m-1 rounded p-1 text-dim hover:bg-hover"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}
