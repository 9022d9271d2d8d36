import { Copy } from 'lucide-react';
import { useId } from 'react';
import { useToasts } from '../frame/toasts.tsx';
import { Button } from './button.tsx';

/** Puts a text on the clipboard and says so; where the browser refuses, says what to do instead. */
export function useCopy() {
  const toasts = useToasts();
  return async (text: string, what: string) => {
    try {
      await navigator.clipboard.writeText(text);
      toasts.say(`${what} copied`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      toasts.warn(
        `The browser did not let ${what.toLowerCase()} be copied (${why}). Select it and copy by hand.`,
      );
    }
  };
}

/** A value to be taken away: shown whole, with a Copy button. */
export function CopyField({
  label,
  value,
  what = label,
}: {
  label: string;
  value: string;
  /** What is copied, where the label says something else. */
  what?: string;
}) {
  const id = useId();
  const copy = useCopy();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          className="control font-mono text-sm"
        />
        <Button
          icon={Copy}
          label={`Copy ${what.toLowerCase()}`}
          onClick={() => void copy(value, what)}
        >
          Copy
        </Button>
      </div>
    </div>
  );
}
