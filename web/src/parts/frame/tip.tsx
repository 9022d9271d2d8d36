import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';

type Given = {
  text: string;
  /** Whether the text says more than the label inside: then it describes it for screen readers. */
  describes?: boolean;
  children: (describedBy: string | undefined) => ReactNode;
};

/** A tooltip that follows pointer and focus alike; Escape hides it. */
export function Tip({ text, describes = false, children }: Given) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);
  const [isShown, setShown] = useState(false);
  useLayoutEffect(() => {
    if (!isShown || !anchor.current || !bubble.current) return;
    bubble.current.showPopover();
    placeAbove(bubble.current, anchor.current.getBoundingClientRect());
    const shown = bubble.current;
    return () => shown.hidePopover();
  }, [isShown]);
  const hide = () => setShown(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the element inside is the one acted on; this only watches it
    <span
      ref={anchor}
      className="inline-flex"
      onPointerEnter={() => setShown(true)}
      onPointerLeave={hide}
      onFocus={(event) => setShown(event.target.matches(':focus-visible'))}
      onBlur={hide}
      onPointerDown={hide}
      onKeyDown={(event) => event.key === 'Escape' && hide()}
    >
      {children(describes ? id : undefined)}
      <span
        ref={bubble}
        id={id}
        popover="manual"
        role="tooltip"
        className="pointer-events-none fixed inset-auto m-0 max-w-72 rounded-md bg-ink px-2 py-1 text-left text-xs font-normal whitespace-normal text-canvas shadow-pop"
      >
        {(isShown || describes) && text}
      </span>
    </span>
  );
}

/** Above the anchor and inside the window; below it where there is no room above. */
function placeAbove(bubble: HTMLElement, anchor: DOMRect) {
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.min(
    Math.max(8, anchor.left + anchor.width / 2 - width / 2),
    innerWidth - width - 8,
  );
  const above = anchor.top - height - 6;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${above > 4 ? above : anchor.bottom + 6}px`;
}
