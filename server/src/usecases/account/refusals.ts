/** What is refused about one's own account, in words, with the status that it gets. */
export class AccountRefused extends Error {
  readonly status: 404 | 409;
  constructor(status: 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

/** Used, over, replaced or never there: never said which. */
export const linkOver = (): AccountRefused =>
  new AccountRefused(
    404,
    'this link was used, has run out, or was replaced by a newer one; ask for a new one',
  );

export const noMailServer = (what: string): AccountRefused =>
  new AccountRefused(409, `this instance has no mail server, and without one ${what}`);
