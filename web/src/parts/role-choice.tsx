import type { MembershipRole } from '@coterie/contract';
import { useId } from 'react';
import { Notice } from './notice.tsx';
import type { RoleChoice } from './roles.tsx';

/** Roles wanted, by slug: `until` is empty for good, else what a date-time field holds, in the viewer's own time. */
export type Wanted = ReadonlyMap<string, string>;

const minute = 60_000;
/** The contract counts in durations of up to five digits: a start is chosen so that it ends at exactly the moment asked for. */
export function asRequest(wanted: Wanted, now = Date.now()) {
  return [...wanted].map(([role, until]) => {
    if (until === '') return { role, isTemporary: false };
    const end = new Date(until).getTime();
    const minutes = Math.max(1, Math.ceil((end - now) / minute));
    const [count, unit, size] =
      minutes < 100_000 ? [minutes, 'm', minute] : [Math.ceil(minutes / 60), 'h', 60 * minute];
    return {
      role,
      isTemporary: true,
      temporaryMode: 'relative',
      temporaryRange: `${count}${unit}`,
      temporaryAccessStartTime: new Date(end - Number(count) * Number(size)).toISOString(),
    };
  });
}

/** What a date-time field holds for a moment. */
const local = (iso: string): string => {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * minute).toISOString().slice(0, 16);
};

export const wantedFrom = (roles: readonly MembershipRole[]): Wanted =>
  new Map(
    roles.map((one) => [
      one.customRoleSlug ?? one.role,
      one.isTemporary && one.temporaryAccessEndTime ? local(one.temporaryAccessEndTime) : '',
    ]),
  );

/** Why these roles cannot be asked for yet, or undefined. */
export function obstacle(wanted: Wanted, now = Date.now()): string | undefined {
  if (wanted.size === 0) return 'choose at least one role';
  const untils = [...wanted.values()];
  if (!untils.includes('')) return 'at least one of the roles has to be without an end';
  if (untils.some((until) => until !== '' && new Date(until).getTime() <= now))
    return 'an end has to lie in the future';
  return undefined;
}

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
                className="mt-0.5 size-4 accent-accent"
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
