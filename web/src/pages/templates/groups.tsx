import { X } from 'lucide-react';
import { IconButton } from '../../parts/form/button.tsx';
import { GroupPicker } from '../../parts/form/pickers.tsx';
import type { GroupEntry } from './draft.ts';

type Given = {
  roles: readonly { slug: string; name: string }[];
  entries: readonly GroupEntry[];
  onChange: (entries: readonly GroupEntry[]) => void;
};

/** The groups that a new project has from the start, each with one role or more. */
export function TemplateGroups({ roles, entries, onChange }: Given) {
  const add = (groupSlug: string, name: string) => {
    if (!entries.some((one) => one.groupSlug === groupSlug))
      onChange([...entries, { groupSlug, name, roles: ['viewer'] }]);
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-sm font-medium">Groups from the start</legend>
      <p className="text-xs text-dim">
        With the built-in roles, and those of the template itself where it has any.
      </p>
      {entries.map((entry) => (
        <GroupRow
          key={entry.groupSlug}
          {...{ roles, entry }}
          onRoles={(next) =>
            onChange(entries.map((one) => (one === entry ? { ...one, roles: next } : one)))
          }
          onRemove={() => onChange(entries.filter((one) => one !== entry))}
        />
      ))}
      <GroupPicker
        label="Add a group"
        chosen={undefined}
        onChoose={({ name, line }) => line && add(line, name)}
      />
    </fieldset>
  );
}

type RowGiven = {
  roles: Given['roles'];
  entry: GroupEntry;
  onRoles: (roles: readonly string[]) => void;
  onRemove: () => void;
};

/** The last role cannot be unticked: a group without one is removed instead. */
function GroupRow({ roles, entry, onRoles, onRemove }: RowGiven) {
  const set = (slug: string, on: boolean) =>
    onRoles(on ? [...entry.roles, slug] : entry.roles.filter((one) => one !== slug));
  return (
    <div className="flex items-start gap-2 rounded-lg border border-line px-3 py-2">
      <div className="min-w-0 grow">
        <p className="font-medium">{entry.name}</p>
        <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {roles.map(({ slug, name }) => (
            <label key={slug} className="inline-flex min-h-6 items-center gap-1.5">
              <input
                type="checkbox"
                aria-label={`${entry.name}: ${name}`}
                checked={entry.roles.includes(slug)}
                disabled={entry.roles.length === 1 && entry.roles[0] === slug}
                onChange={(event) => set(slug, event.target.checked)}
                className="size-4 accent-accent"
              />
              {name}
            </label>
          ))}
        </p>
      </div>
      <IconButton icon={X} label={`Remove ${entry.name} from the template`} onClick={onRemove} />
    </div>
  );
}
