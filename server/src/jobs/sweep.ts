import { deleteExpiredLinks } from '../store/accounts/account-links.ts';
import { deleteExpiredChallenges } from '../store/accounts/factors.ts';
import { deleteOldSignIns } from '../store/accounts/sign-ins.ts';
import { deleteOldPlaces, deleteOldThrottles } from '../store/accounts/throttles.ts';
import { deleteExpiredTokens } from '../store/accounts/tokens.ts';
import { sweepChanges } from '../store/changes.ts';
import { deleteOver } from '../store/content/deleted.ts';
import type { Parts } from '../usecases/parts.ts';

const every = 10 * 60 * 1000;

/** Takes away what is over: expired tokens, old counts of failures and what was kept of old sign-ins. Nothing waits for it: what is over is refused anyway. */
export function sweep(
  { db, now }: Pick<Parts, 'db' | 'now'>,
  onError: (error: unknown) => void,
): { stop(): void } {
  const timer = setInterval(() => {
    const at = new Date(now());
    Promise.all([
      deleteExpiredTokens(db, at),
      deleteExpiredChallenges(db, at),
      deleteExpiredLinks(db, at),
      deleteOldThrottles(db),
      deleteOldPlaces(db),
      deleteOldSignIns(db),
      deleteOver(db, at),
      sweepChanges(db),
    ]).catch(onError);
  }, every);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
