import { useId } from 'react';
import { Check } from '../form/field.tsx';
import { Notice } from '../frame/notice.tsx';
import type { RoleChoice } from './roles.tsx';
import { obstacle, type Wanted } from './wanted.ts';

type Given = { roles: readonly RoleChoice[]; wanted: Wanted; onChange: (wanted: Wanted) => void };

/** One or more roles, each for good or until a moment. */
export function RoleChoices({ roles, wanted, onChange }: Given) {
  const set = (slug: string) => (until: string | undefined) => {
    const next = new Map(wanted);
    if (until === undefined) next.delete(slug);
    else next.set(slug, until);
    onChange(next);
  };
  const problem = wanted.size > 0 ? obstacle(wanted) : undefined;
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Roles</legend>
      <ul className="max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-edge">
        {roles.map((role) => (
          <RoleRow
            key={role.slug}
            role={role}
            until={wanted.get(role.slug)}
            onChange={set(role.slug)}
          />
        ))}
      </ul>
      <p className="mt-1 text-xs text-dim">
        One role at least stays without an end; others may run out by themselves.
      </p>
      {problem && (
        <div className="mt-2">
          <Notice tone="warn">{problem.charAt(0).toUpperCase() + problem.slice(1)}</Notice>
        </div>
      )}
    </fieldset>
  );
}

type RowGiven = {
  role: RoleChoice;
  /** Empty without an end; undefined while the role is not chosen. */
  until: string | undefined;
  onChange: (until: string | undefined) => void;
};

function RoleRow({ role: { name, description }, until, onChange }: RowGiven) {
  const id = useId();
  return (
    <li className="px-2.5 py-2">
      <Check
        label={<span className="font-medium">{name}</span>}
        hint={description}
        checked={until !== undefined}
        onChange={(on) => onChange(on ? '' : undefined)}
      />
      {until !== undefined && (
        <div className="mt-2 ml-6 flex flex-wrap items-center gap-2 text-sm">
          <label htmlFor={id} className="text-dim">
            {name} until
          </label>
          <input
            id={id}
            type="datetime-local"
            value={until}
            onChange={(event) => onChange(event.target.value)}
            className="control w-auto! text-sm"
          />
          {until === '' && <span className="text-xs text-dim">no end</span>}
        </div>
      )}
    </li>
  );
}
