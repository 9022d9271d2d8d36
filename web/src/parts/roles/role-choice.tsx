import { useId } from 'react';
import { Notice } from '../frame/notice.tsx';
import type { RoleChoice } from './roles.tsx';
import { obstacle, type Wanted } from './wanted.ts';

type Given = { roles: readonly RoleChoice[]; wanted: Wanted; onChange: (wanted: Wanted) => void };

/** One or more roles, each for good or until a moment. */
export function RoleChoices({ roles, wanted, onChange }: Given) {
  const id = useId();
  const set = (slug: string, until: string | undefined) => {
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
        {roles.map(({ slug, name, description }) => (
          <li key={slug} className="px-2.5 py-2">
            <div className="flex items-start gap-2">
              <input
                id={`${id}-${slug}`}
                type="checkbox"
                checked={wanted.has(slug)}
                onChange={(event) => set(slug, event.target.checked ? '' : undefined)}
                aria-describedby={description ? `${id}-${slug}-hint` : undefined}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <div className="min-w-0">
                <label htmlFor={`${id}-${slug}`} className="font-medium">
                  {name}
                </label>
                {description && (
                  <p id={`${id}-${slug}-hint`} className="text-xs text-dim">
                    {description}
                  </p>
                )}
              </div>
            </div>
            {wanted.has(slug) && (
              <div className="mt-2 ml-6 flex flex-wrap items-center gap-2 text-sm">
                <label htmlFor={`${id}-${slug}-until`} className="text-dim">
                  {name} until
                </label>
                <input
                  id={`${id}-${slug}-until`}
                  type="datetime-local"
                  value={wanted.get(slug)}
                  onChange={(event) => set(slug, event.target.value)}
                  className="control w-auto! text-sm"
                />
                {wanted.get(slug) === '' && <span className="text-xs text-dim">no end</span>}
              </div>
            )}
          </li>
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
