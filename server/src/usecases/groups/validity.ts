import { randomUUID } from 'node:crypto';
import { type HolderKind, type Id, type Instant, refuse, type WantedEdge } from '@coterie/kernel';
import { parseRange } from '../memberships/temporary.ts';
import type { Caller } from '../parts.ts';

/** How a membership is wanted: for good, from/until, or for a range from its beginning. */
export type WantedMembership = {
  validFrom?: string | null | undefined;
  validUntil?: string | null | undefined;
  range?: string | null | undefined;
  reason?: string | null | undefined;
};

/**
 * A membership by hand, as wanted; refuses an end by both `range` and `validUntil`. What is not said stays as it is:
 * `validUntil: null` takes an end away, nothing changes none.
 */
export function manualEdge(
  { group, id, kind }: { group: Id; id: Id; kind: HolderKind },
  wanted: WantedMembership,
  caller: Caller,
  at: Instant,
): WantedEdge {
  const from = wanted.validFrom
    ? Date.parse(wanted.validFrom)
    : wanted.validFrom === null
      ? null
      : undefined;
  return {
    id: randomUUID(),
    group,
    member: id,
    memberKind: kind,
    source: 'manual',
    from,
    until: toCome(untilOf(wanted, from ?? at), wanted, at),
    reason: wanted.reason,
    addedBy: caller.principal,
    addedAt: at,
  };
}

/** An end that is past already is a mistake: it would add a membership that never was. */
function toCome(
  until: Instant | null | undefined,
  { range }: WantedMembership,
  at: Instant,
): Instant | null | undefined {
  if (typeof until === 'number' && until <= at)
    refuse({
      reason: 'invalid',
      field: range ? 'range' : 'validUntil',
      expected: 'an end that is still to come',
    });
  return until;
}

function untilOf(
  { validUntil, range }: WantedMembership,
  from: Instant,
): Instant | null | undefined {
  if (validUntil && range)
    refuse({ reason: 'invalid', field: 'range', expected: 'either `range` or `validUntil`' });
  if (validUntil) return Date.parse(validUntil);
  if (!range) return validUntil === null ? null : undefined;
  const length =
    parseRange(range) ??
    refuse({
      reason: 'invalid',
      field: 'range',
      expected: 'a duration such as `2h`, `3d` or `1y`',
    });
  return from + length;
}
