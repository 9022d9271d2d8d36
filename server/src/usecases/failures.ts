/** What a use case may throw, beside a refusal. */

export { ProofNeeded } from '../access/proof.ts';
export { TooBusy } from '../crypto/passwords.ts';
export { RowAltered } from '../crypto/row-seal.ts';
export { isTooSlow, isUnreachable, unwritable, violatedIndex } from '../store/db.ts';
export { AccountRefused } from './account/refusals.ts';
export { NoPasskeysHere } from './factors/passkeys.ts';
export { FactorWrong, TicketOver } from './factors/show.ts';
export { NotReady } from './health.ts';
export { Unproven } from './members/accept.ts';
export { NotAuthenticated, Throttled } from './session/throttle.ts';
export { SetUpRefused } from './setup/found.ts';
