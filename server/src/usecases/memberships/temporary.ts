import { randomUUID } from 'node:crypto';
import {
  type Id,
  type Instant,
  refuse,
  type Validity,
  type WantedRole,
  type World,
} from '@coterie/kernel';
import { roleRef } from '../roles/refs.ts';

/** For how long something is asked for; the temporary fields count only with `isTemporary` (contract §17). */
export type AskedTime = {
  isTemporary: boolean;
  temporaryRange?: string | null | undefined;
  temporaryAccessStartTime?: string | null | undefined;
};
/** A project role as asked for. */
export type AskedRole = AskedTime & { role: string };

const second = 1000;
const units: Record<string, number> = {
  s: second,
  m: 60 * second,
  h: 3600 * second,
  d: 24 * 3600 * second,
  w: 7 * 24 * 3600 * second,
  M: 30 * 24 * 3600 * second,
  y: 365 * 24 * 3600 * second,
};

/** The milliseconds of a duration such as `2h`, `3d` or `1y`; null when it is none. */
export function parseRange(range: string): number | null {
  const match = /^(\d{1,9})(s|m|h|d|w|M|y)$/.exec(range.trim());
  const length = match ? Number(match[1]) * (units[match[2] as string] as number) : 0;
  return length > 0 && length <= 100 * (units.y as number) ? length : null;
}

/** Roles asked for as the kernel wants them; refuses unknown roles, ranges and moments, naming the field. */
export const wantedRoles = (
  world: World,
  project: Id,
  asked: readonly AskedRole[],
  at: Instant,
): WantedRole[] =>
  asked.map((one, index) => ({
    id: randomUUID(),
    role: roleRef(world, project, one.role, `roles.${index}.role`),
    ...validityOf(one, at, `roles.${index}`),
  }));

/** For good, or from the start asked for (else now) for the range asked for; refuses others, naming the field under `field`. */
export function validityOf(
  asked: AskedTime | undefined,
  at: Instant,
  field: string,
): Validity & { range: string | null } {
  if (!asked?.isTemporary) return { from: null, until: null, range: null };
  const range = asked.temporaryRange ?? '';
  const length = parseRange(range);
  if (length === null)
    return refuse({
      reason: 'invalid',
      field: `${field}.temporaryRange`,
      expected: 'a duration such as `2h`, `3d` or `1y`',
    });
  const from = startOf(asked.temporaryAccessStartTime, field, at);
  return { from, until: from + length, range };
}

/** A moment in milliseconds, by RFC 3339: with its zone, on a day that there is; null for anything else. */
export function momentOf(text: string): Instant | null {
  const [, year, month, day] =
    /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.exec(text) ?? [];
  const at = Date.parse(text);
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate();
  return Number.isNaN(at) || isDay !== Number(day) ? null : at;
}

function startOf(text: string | null | undefined, field: string, at: Instant): Instant {
  if (!text) return at;
  const from = momentOf(text);
  return from === null
    ? refuse({
        reason: 'invalid',
        field: `${field}.temporaryAccessStartTime`,
        expected: 'a moment such as `2026-01-31T12:00:00Z`',
      })
    : from;
}
