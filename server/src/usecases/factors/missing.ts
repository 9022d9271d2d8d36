import { isAdmin } from '../../access/proof.ts';
import type { FactorRule } from '../../store/organization/organizations.ts';
import type { Caller, Parts } from '../parts.ts';

/**
 * Why a caller gets no further without a second factor: it has one and has not shown it, or the organization lets in
 * nobody like it without. Null where nothing is missing.
 */
export async function factorMissing(
  { worlds, now }: Pick<Parts, 'worlds' | 'now'>,
  { lacksFactor, factorDue, org, accessVersion, principal }: Caller,
): Promise<'unshown' | 'unset' | null> {
  if (lacksFactor) return 'unshown';
  if (factorDue === null || org === null) return null;
  if (factorDue === 'everyone') return 'unset';
  const world = await worlds.at(org, accessVersion);
  return world && isAdmin(world, principal, now()) ? 'unset' : null;
}

/** Whom a rule lets in no longer. */
export const dueAt = ({ rule, from }: FactorRule, at: number): Caller['factorDue'] =>
  rule === 'none' || (from?.getTime() ?? 0) > at ? null : rule;
