import { type Id, refuse } from '@coterie/kernel';
import { hashToken, tokenKind } from '../../crypto/tokens.ts';
import { findTicket, takeTicket, takeTry } from '../../store/accounts/tokens.ts';
import type { From, Parts } from '../parts.ts';
import { NotAuthenticated, throttled } from '../session/throttle.ts';
import { askOptions, type Purpose, type Response, takePasskey } from './passkeys.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { takeTotp } from './totp.ts';

export type Shown = {
  code?: string | undefined;
  recoveryCode?: string | undefined;
  response?: Response | undefined;
};
type Needs = Pick<Parts, 'db' | 'rootKey' | 'siteUrl' | 'now'>;

/** The second factor was wrong; `triesLeft` of the ticket. */
export class FactorWrong extends NotAuthenticated {
  readonly triesLeft: number;
  constructor(triesLeft: number) {
    super(
      triesLeft > 0
        ? 'the second factor is wrong, or was used already'
        : 'the second factor is wrong, and was so too often; begin with the password again',
    );
    this.triesLeft = triesLeft;
  }
}

/** The ticket is unknown, used, over, or was tried too often. */
export class TicketOver extends NotAuthenticated {
  constructor() {
    super('the sign-in took too long or was used already; begin with the password again');
  }
}

export const methodOf = ({ code, recoveryCode }: Shown): string =>
  code !== undefined ? 'totp' : recoveryCode !== undefined ? 'recovery-code' : 'passkey';

/** Refuses none and more than one: each try is one try. */
export function mustBeOne(shown: Shown): void {
  const { code, recoveryCode, response } = shown;
  if ([code, recoveryCode, response].filter((one) => one !== undefined).length !== 1)
    refuse({
      reason: 'invalid',
      field: 'code',
      expected: 'one of `code`, `recoveryCode` and `response`',
    });
}

/** Whether what is shown is a factor of the person; it is taken, and good no second time. */
export async function takeFactor(
  parts: Needs,
  user: Id,
  { code, recoveryCode, response }: Shown,
  purpose: Purpose,
): Promise<boolean> {
  if (code !== undefined) return takeTotp(parts, user, code);
  if (recoveryCode !== undefined) return takeRecoveryCode(parts.db, user, recoveryCode);
  return response !== undefined && takePasskey(parts, user, response, purpose);
}

/** Whose ticket it is. */
async function ticketHolder({ db, now }: Pick<Parts, 'db' | 'now'>, ticket: string) {
  const held =
    tokenKind(ticket) === 'factor'
      ? await findTicket(db, hashToken(ticket), new Date(now()))
      : undefined;
  if (!held) throw new TicketOver();
  return held;
}

export async function ticketOptions(parts: Needs, ticket: string) {
  const { user_id } = await ticketHolder(parts, ticket);
  return askOptions(parts, 'ticket', user_id);
}

/** Shows a second factor for a ticket: five tries, and one that is right ends it. Gives whose it was. */
export async function showFactor(
  parts: Needs,
  ticket: string,
  shown: Shown,
  from: From,
  { device = null, email }: { device?: string | null; email?: string } = {},
): Promise<{ id: Id; email: string }> {
  mustBeOne(shown);
  const held = await ticketHolder(parts, ticket);
  const attempt = {
    kind: 'user',
    account: held.email,
    method: methodOf(shown),
    step: 'factor',
    from,
    device,
  } as const;
  return throttled(parts, attempt, async (looking) => {
    looking.found = { user_id: held.user_id };
    looking.why = 'factorWrong';
    const triesLeft = await takeTry(parts.db, held.id);
    if (triesLeft === undefined) throw new TicketOver();
    const isTheirs = email === undefined || email.toLowerCase() === held.email;
    if (!isTheirs || !(await takeFactor(parts, held.user_id, shown, 'ticket')))
      throw new FactorWrong(triesLeft);
    if (!(await takeTicket(parts.db, held.id))) throw new TicketOver();
    delete looking.why;
    return { id: held.user_id, email: held.email };
  });
}
