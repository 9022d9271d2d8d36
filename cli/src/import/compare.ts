import type { Held } from './source.ts';

/** Whether two values read the same, whatever the order of their keys. */
export const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null && one !== undefined && one !== false)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

/** Roles as they are asked for here, custom ones by slug; one that is for ever at the least. */
export function wantedRoles(held: readonly Held[]) {
  const roles = held.map((one) => ({
    role: slugOf(one),
    isTemporary: one.isTemporary === true,
    ...(one.isTemporary
      ? {
          temporaryMode: 'relative',
          temporaryRange: one.temporaryRange ?? null,
          temporaryAccessStartTime: one.temporaryAccessStartTime ?? null,
        }
      : {}),
  }));
  const hasOneForEver = roles.some(({ isTemporary }) => !isTemporary);
  return hasOneForEver ? roles : [...roles, { role: 'no-access', isTemporary: false }];
}

const slugOf = ({ role, customRoleSlug }: Pick<Held, 'role' | 'customRoleSlug'>): string =>
  customRoleSlug || role;

export const sameRoles = (
  here: readonly Pick<Held, 'role' | 'customRoleSlug'>[],
  there: readonly Held[],
): boolean => same(here.map(slugOf).sort(), there.map(slugOf).sort());
