import { type Id, refuse } from '@coterie/kernel';
import { needProof } from '../../access/proof.ts';
import { countFactors, deleteRecoveryCodes } from '../../store/accounts/factors.ts';
import { deleteUnprovenTokens, forgetFactor, proveToken } from '../../store/accounts/tokens.ts';
import { type UserRow, userById } from '../../store/accounts/users.ts';
import type { Tx } from '../../store/db.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { freshProof } from '../session/tokens.ts';

/** How someone can show who they are. */
export type Way = 'password' | 'totp' | 'passkey' | 'recoveryCode';
export type FactorWay = Exclude<Way, 'password'>;

/** The person who calls; a machine identity has no factors. */
export async function personOf({ db }: Pick<Parts, 'db'>, caller: Caller): Promise<UserRow> {
  const user = caller.kind === 'user' ? await userById(db, caller.principal) : undefined;
  return user ?? refuse({ reason: 'forbidden', subject: 'account', action: 'edit', project: null });
}

/** Refuses a person whose proof is no longer fresh. */
export const mustProve = ({ now }: Pick<Parts, 'now'>, caller: Caller): void =>
  needProof(changer(caller), now());

/** The second factors that a person has; recovery codes stand in for others and are none by themselves. */
export async function factorsOf(db: Parts['db'], user: Id): Promise<FactorWay[]> {
  const { totp, passkeys, codes } = await countFactors(db, user);
  const own: FactorWay[] = [
    ...(totp ? ['totp' as const] : []),
    ...(passkeys ? ['passkey' as const] : []),
  ];
  return own.length > 0 && codes > 0 ? [...own, 'recoveryCode'] : own;
}

/** How a person shows anew who they are: by a factor where there is one, never by the password alone then. */
export async function waysOf(db: Parts['db'], user: Id): Promise<Way[]> {
  const own = await factorsOf(db, user);
  return own.length > 0 ? own : ['password'];
}

/** A factor was shown while it was set up; all that was begun without one ends. */
export async function firstFactor(
  { now }: Pick<Parts, 'now'>,
  tx: Tx,
  { principal, token }: Caller,
): Promise<void> {
  await proveToken(tx, token.id, {
    proven_until: new Date(freshProof(now(), true).until ?? 0),
    hasFactor: true,
  });
  await deleteUnprovenTokens(tx, principal, token.id);
}

/** With the last factor go its recovery codes, and what it had shown. */
export async function lostFactor(tx: Tx, user: Id): Promise<void> {
  if ((await factorsOf(tx, user)).length > 0) return;
  await deleteRecoveryCodes(tx, user);
  await forgetFactor(tx, user);
}
