import type { MembershipRole } from '@coterie/contract';

/** Roles wanted, by slug: `until` is empty for good, else what a date-time field holds, in the viewer's own time. */
export type Wanted = ReadonlyMap<string, string>;

const minute = 60_000;
export const asRequest = (wanted: Wanted, now = Date.now()) =>
  [...wanted].map(([role, until]) => ({ role, ...timeRequest(until, now) }));

/** Until a moment, or for good. The contract counts in durations of up to five digits: a start is chosen so that it ends at exactly the moment asked for. */
export function timeRequest(until: string, now = Date.now()) {
  if (until === '') return { isTemporary: false };
  const end = new Date(until).getTime();
  const minutes = Math.max(1, Math.ceil((end - now) / minute));
  const [count, unit, size] =
    minutes < 100_000 ? [minutes, 'm', minute] : [Math.ceil(minutes / 60), 'h', 60 * minute];
  return {
    isTemporary: true,
    temporaryMode: 'relative',
    temporaryRange: `${count}${unit}`,
    temporaryAccessStartTime: new Date(end - Number(count) * Number(size)).toISOString(),
  };
}

/** What a date-time field holds for a moment. */
export const local = (iso: string): string => {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * minute).toISOString().slice(0, 19);
};

/** The roles of a holder as they can be edited; one that has run out is absent. */
export const wantedFrom = (roles: readonly MembershipRole[], now = Date.now()): Wanted =>
  new Map(
    roles
      .map((one) => [one.customRoleSlug ?? one.role, endOf(one)] as const)
      .filter(([, end]) => end === null || new Date(end).getTime() > now)
      .map(([slug, end]) => [slug, end === null ? '' : local(end)]),
  );
const endOf = (one: MembershipRole): string | null =>
  one.isTemporary ? one.temporaryAccessEndTime : null;

/** Why these roles cannot be asked for yet, or undefined. */
export function obstacle(wanted: Wanted, now = Date.now()): string | undefined {
  if (wanted.size === 0) return 'choose at least one role';
  const untils = [...wanted.values()];
  if (!untils.includes('')) return 'at least one of the roles has to be without an end';
  if (untils.some((until) => until !== '' && new Date(until).getTime() <= now))
    return 'an end has to lie in the future';
  return undefined;
}
