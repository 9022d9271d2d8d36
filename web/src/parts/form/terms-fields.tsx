import { SelectField, TextField } from './field.tsx';
import { lengths, type Terms, termsObstacle } from './terms.ts';

type Given = { terms: Terms; onChange: (terms: Terms) => void };

/** Until when, and why: holds for everyone who is added after it was set. */
export function TermsFields({ terms, onChange }: Given) {
  const set = (part: Partial<Terms>) => onChange({ ...terms, ...part });
  const problem = termsObstacle(terms);
  return (
    <fieldset className="grid gap-3 rounded-lg border border-line bg-panel p-3 sm:grid-cols-2">
      <legend className="sr-only">For who is added next</legend>
      <p aria-hidden className="-mb-1 text-xs text-dim sm:col-span-2">
        For who is added next
      </p>
      <SelectField
        label="Member for"
        value={terms.length}
        onChange={(length) => set({ length })}
        options={lengths}
      />
      <TextField
        label="Reason"
        placeholder="Optional; kept with the membership"
        value={terms.reason}
        onChange={(reason) => set({ reason })}
      />
      {terms.length === 'at' && (
        <TextField
          label="Until"
          type="datetime-local"
          value={terms.at}
          onChange={(at) => set({ at })}
          error={problem && problem.charAt(0).toUpperCase() + problem.slice(1)}
        />
      )}
    </fieldset>
  );
}
