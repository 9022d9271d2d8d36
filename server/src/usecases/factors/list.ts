import { countFactors, passkeysOf, totpOf } from '../../store/accounts/factors.ts';
import type { Caller, Parts } from '../parts.ts';
import { passkeysUnusable } from './passkeys.ts';
import { personOf, waysOf } from './person.ts';

/** A person's factors, without anything that could be used as one. */
export async function listFactors(parts: Pick<Parts, 'db' | 'siteUrl'>, caller: Caller) {
  const { id } = await personOf(parts, caller);
  const [totp, passkeys, { codes }, ways] = await Promise.all([
    totpOf(parts.db, id),
    passkeysOf(parts.db, id),
    countFactors(parts.db, id),
    waysOf(parts.db, id),
  ]);
  return {
    confirmedAt: totp?.confirmed_at ?? null,
    passkeys,
    recoveryCodesLeft: codes,
    passkeysUnusable: passkeysUnusable(parts),
    ways,
    provenUntil: caller.proof.until,
  };
}
