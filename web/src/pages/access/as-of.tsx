import { Button } from '../../parts/form/button.tsx';
import { Field } from '../../parts/form/field.tsx';
import { Notice } from '../../parts/frame/notice.tsx';
import { atMoment } from '../../words.ts';

type Given = { at: string | undefined; onChange: (at: string | undefined) => void };

const isMoment = (at: string | undefined): at is string =>
  at !== undefined && !Number.isNaN(new Date(at).getTime());

/** The moment as the contract takes it; nothing for now. */
export const asOf = (at: string | undefined) =>
  isMoment(at) ? { asOf: new Date(at).toISOString() } : {};

/** The moment that the question is about, in the viewer's own time; empty means now. */
export function AsOfField({ at, onChange }: Given) {
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-0 grow">
        <Field label="As of">
          {(wiring) => (
            <input
              {...wiring}
              type="datetime-local"
              step="any"
              value={at ?? ''}
              onChange={(event) => onChange(event.target.value || undefined)}
              className="control"
            />
          )}
        </Field>
      </div>
      <Button disabled={at === undefined} onClick={() => onChange(undefined)}>
        Now
      </Button>
    </div>
  );
}

/** Says that the answer is not about now. */
export function AsOfNotice({ at }: { at: string | undefined }) {
  if (!isMoment(at)) return null;
  const isAhead = new Date(at).getTime() > Date.now();
  return (
    <Notice tone="info">
      {isAhead ? 'As it will be, if nothing changes, on ' : 'As it was on '}
      <strong className="text-ink">{atMoment(at)}</strong>
    </Notice>
  );
}
