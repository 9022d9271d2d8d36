import type { Id } from '@coterie/kernel';
import type { LogName } from '../../crypto/log-keys.ts';
import type { Tx } from '../../store/db.ts';
import type { LogLine } from '../../store/log/checkpoints.ts';
import type { Behind } from '../../store/log/followers.ts';

/**
 * Reads the logs of every organization, entry after entry (`jobs/follow.ts`). What it writes with the transaction that it is
 * given stands or falls with how far it has come; what it does elsewhere can be asked of it again after a failure, under the
 * same positions.
 */
export type Reader = {
  name: string;
  /** What is done before the logs are looked at, if anything is. */
  prepare?(): Promise<void>;
  /** Whether it is time to read what has come. */
  isDue(behind: Behind): boolean;
  /** Takes entries in their order, and says whether it did. Where it throws or declines it is given them again later. */
  take(tx: Tx, place: Followed, lines: readonly LogLine[]): Promise<boolean>;
  /** What is done after a turn, if anything is. */
  settle?(): Promise<void>;
};
/** The log that is read, and the fence of whoever reads it: higher than that of any reader before. */
export type Followed = { org: Id; log: LogName; fence: number };
