import type { secrets } from '@coterie/contract';
import { Braces, Copy, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useAct } from '../../api.ts';
import { IconButton } from '../../parts/form/button.tsx';
import { useCopy } from '../../parts/form/copy.tsx';
import { type Place, readSecret, refersToOthers, withheld } from './value.ts';
import { ValueText } from './value-text.tsx';

type Given = { place: Place; secret: secrets.Secret; mayRead: boolean };
type Read = Awaited<ReturnType<typeof readSecret>>;
const readable = ({ secretValue, secretValueHidden }: Read) =>
  secretValueHidden ? null : secretValue;

const asked = { toastFailure: true, changes: false };

/** The value once read, null where it is withheld; `filled` is it with its references filled in. */
function useValue(place: Place, secretKey: string) {
  const [value, setValue] = useState<string | null>();
  const [filled, setFilled] = useState<Read>();
  const copy = useCopy();
  const read = useAct(() => readSecret(place, secretKey), {
    ...asked,
    onDone: (secret) => setValue(readable(secret)),
  });
  const fill = useAct(() => readSecret(place, secretKey, { isExpanded: true }), {
    ...asked,
    onDone: (secret) => setFilled(readable(secret) === null ? undefined : secret),
  });
  const take = useAct(() => readSecret(place, secretKey), {
    ...asked,
    onDone: (secret) =>
      secret.secretValueHidden ? setValue(null) : void copy(secret.secretValue, secretKey),
  });
  const hide = () => {
    setValue(undefined);
    setFilled(undefined);
  };
  return {
    value,
    filled: filled?.secretValue,
    unresolved: filled?.unresolved ?? [],
    toggle: () => (value === undefined ? read.run(undefined) : hide()),
    fill: () => (filled === undefined ? fill.run(undefined) : setFilled(undefined)),
    copy: () =>
      typeof value === 'string'
        ? void copy(filled?.secretValue ?? value, secretKey)
        : take.run(undefined),
  };
}

/** Dots until asked for; only then is the value fetched, and once more for its references filled in. */
export function SecretCell({ place, secret: { secretKey }, mayRead }: Given) {
  const { value, filled, unresolved, toggle, fill, copy } = useValue(place, secretKey);
  if (!mayRead || value === null)
    return <span className="text-xs text-dim italic">{withheld}</span>;
  const isShown = value !== undefined;
  return (
    <span className="flex min-w-0 items-center justify-end gap-1 max-sm:flex-wrap">
      <span
        className={`min-w-0 grow font-mono text-sm max-sm:basis-full break-all whitespace-pre-wrap ${isShown ? '' : 'text-dim select-none'}`}
      >
        <ValueText value={filled ?? value} />
        {unresolved.length > 0 && <Unresolved references={unresolved} />}
      </span>
      {isShown && refersToOthers(value) && (
        <IconButton
          icon={Braces}
          label={`Show ${secretKey} ${filled === undefined ? 'with references filled in' : 'as it is written'}`}
          onClick={fill}
        />
      )}
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={`${isShown ? 'Hide' : 'Show'} value of ${secretKey}`}
        onClick={toggle}
      />
      <IconButton icon={Copy} label={`Copy value of ${secretKey}`} onClick={copy} />
    </span>
  );
}

/** Which references stand as they are written, and why. */
const Unresolved = ({ references }: { references: readonly string[] }) => (
  <span role="status" className="mt-1 block font-sans text-xs text-warn-ink">
    Not filled in: <span className="font-mono">{references.join(', ')}</span>. There is nothing by{' '}
    {references.length === 1 ? 'that name' : 'those names'}, or you may not read it.
  </span>
);
