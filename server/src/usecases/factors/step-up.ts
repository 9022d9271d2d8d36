import { refuse } from '@coterie/kernel';
import { proveToken } from '../../store/accounts/tokens.ts';
import type { Caller, Parts } from '../parts.ts';
import { NotAuthenticated, throttled } from '../session/throttle.ts';
import { freshProof } from '../session/tokens.ts';
import { askOptions } from './passkeys.ts';
import { factorsOf, personOf } from './person.ts';
import { mustBeOne, type Shown, takeFactor } from './show.ts';

type Needs = Pick<Parts, 'db' | 'rootKey' | 'siteUrl' | 'passwords' | 'now'>;
type Given = Shown & { password?: string | undefined };

export async function stepUpOptions(parts: Needs, caller: Caller) {
  const { id } = await personOf(parts, caller);
  return askOptions(parts, 'step-up', id);
}

/** Shows anew who the caller is, for ten minutes; whoever has a factor must use it. */
export async function stepUp(parts: Needs, caller: Caller, given: Given): Promise<Date> {
  const user = await personOf(parts, caller);
  const { password, ...shown } = given;
  const hasFactor = (await factorsOf(parts.db, user.id)).length > 0;
  if (hasFactor) mustBeOne(shown);
  else if (password === undefined) wrong('password', 'your password');
  const attempt = {
    kind: 'user',
    account: user.email,
    method: 'step-up',
    step: hasFactor ? 'factor' : undefined,
    from: caller.from,
  } as const;
  try {
    await throttled(parts, attempt, async (looking) => {
      looking.found = { user_id: user.id };
      const isRight = hasFactor
        ? await takeFactor(parts, user.id, shown, 'step-up')
        : await parts.passwords.verify(user.password_hash, password ?? '', looking.isKnown);
      if (!isRight) throw new NotAuthenticated();
    });
  } catch (error) {
    // Not 401, by which a client would take its session for over.
    if (!(error instanceof NotAuthenticated)) throw error;
    if (!hasFactor) wrong('password', 'your password; this is not it');
    if (shown.recoveryCode !== undefined) wrong('recoveryCode', 'a recovery code not used before');
    wrong('code', 'what your second factor shows now, and not a second time');
  }
  const { until } = freshProof(parts.now(), hasFactor);
  const provenUntil = new Date(until ?? 0);
  await proveToken(parts.db, caller.token.id, { proven_until: provenUntil, hasFactor });
  return provenUntil;
}

const wrong = (field: string, expected: string): never =>
  refuse({ reason: 'invalid', field, expected });
