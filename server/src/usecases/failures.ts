/** What a use case may throw, beside a refusal. */
export { TooBusy } from '../crypto/passwords.ts';
export { RowAltered } from '../crypto/row-seal.ts';
export { isUnreachable, violatedIndex } from '../store/db.ts';
export { AccountRefused } from './account/refusals.ts';
export { Unproven } from './members/accept.ts';
export { SetUpRefused } from './setup/found.ts';
export { NotAuthenticated, Throttled } from './throttle.ts';
