import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { Button } from '../form/button.tsx';

export type DialogGiven = {
  title: string;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean | 'wider';
  hint?: ReactNode;
};

/** A modal: the browser traps the focus in it, closes it on Escape and gives the focus back. */
export function Dialog({ title, onClose, children, wide, hint }: DialogGiven) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    element.showModal();
    element.querySelector<HTMLElement>('[data-first], input, select, textarea')?.focus();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (event.target === event.currentTarget) onClose();
      }}
      className={`m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] overflow-y-auto overscroll-contain rounded-xl border border-line bg-raised shadow-pop ${wide === 'wider' ? 'max-w-5xl' : wide ? 'max-w-3xl' : 'max-w-lg'}`}
    >
      <div className="sticky top-0 z-10 flex items-start justify-between gap-4 bg-raised px-5 pt-4 pb-2">
        <div className="min-w-0">
          <h2 id={id} className="text-lg font-semibold break-words">
            {title}
          </h2>
          {hint && <p className="mt-0.5 text-sm text-dim">{hint}</p>}
        </div>
        <button
          type="button"
          aria-label="Close"
          onClick={onClose}
          className="-mr-1 rounded-md p-1.5 text-dim hover:bg-hover"
        >
          <X aria-hidden className="size-4" />
        </button>
      </div>
      <div className="px-5 pt-2 pb-5">{children}</div>
    </dialog>
  );
}

/** What was made, to be read or copied before it is put away. */
export const DoneDialog = ({ children, ...given }: Omit<DialogGiven, 'wide' | 'hint'>) => (
  <Dialog {...given}>
    <div className="flex flex-col gap-4">
      {children}
      <div className="flex justify-end">
        <Button look="primary" onClick={given.onClose}>
          Done
        </Button>
      </div>
    </div>
  </Dialog>
);

/** The row of buttons that ends a dialog. */
export function DialogActions({
  onCancel,
  children,
}: {
  onCancel: () => void;
  children: ReactNode;
}) {
  return (
    <div className="sticky bottom-0 -mx-5 -mb-5 mt-4 flex flex-wrap justify-end gap-2 border-t border-line bg-raised px-5 py-3">
      <Button onClick={onCancel}>Cancel</Button>
      {children}
    </div>
  );
}
