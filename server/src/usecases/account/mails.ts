import type { From, Parts } from '../parts.ts';
import { deviceInWords } from './device.ts';

type Message = Parameters<Parts['mail']>[0];
type Mail = Pick<Parts, 'mail'>;

/** Sends without anyone waiting for it: an act is neither late nor refused because of its mail. */
export function post({ mail }: Mail, message: Message): void {
  // A mailer says by itself why nothing went out.
  void mail(message).catch(() => {});
}

const origin = ({ ip, userAgent }: From, at: Date): string =>
  `When: ${at.toUTCString()}\nFrom: ${ip ?? 'an unknown address'}\nWith: ${deviceInWords(userAgent)}\n`;
const notYou =
  'If this was not you, set a new password at once by “Forgot password?” on the sign-in page, and tell an administrator.\n';

export const resetMail = (to: string, link: string): Message => ({
  to,
  subject: 'A new password for Coterie',
  text: `Someone, you we hope, asked for a new password for ${to} on Coterie.\n\nSet it here: ${link}\n\nThe link can be used once, within 30 minutes. If you did not ask for it, do nothing: your password stays as it is.\n`,
});

export const newEmailMail = (to: string, link: string): Message => ({
  to,
  subject: 'Is this your address for Coterie?',
  text: `Someone wants to use ${to} to sign in to Coterie from now on.\n\nConfirm it here: ${link}\n\nThe link can be used once, within 30 minutes. If this was not you, do nothing.\n`,
});

/** To an address that has an account already: whoever asked is not told so. */
export const emailInUseMail = (to: string): Message => ({
  to,
  subject: 'You have an account on Coterie already',
  text: `Someone wanted to use ${to} for another account on Coterie. There is an account with this address already, and nothing was changed.\n`,
});

export const newNetworkMail = (to: string, from: From, at: Date): Message => ({
  to,
  subject: 'A sign-in to Coterie from a new place',
  text: `Your password for Coterie was just used from a network that you had not signed in from before.\n\n${origin(from, at)}\n${notYou}`,
});

export const passwordChangedMail = (to: string, from: From, at: Date): Message => ({
  to,
  subject: 'Your password for Coterie was changed',
  text: `The password of ${to} on Coterie was changed, and other sessions were ended.\n\n${origin(from, at)}\n${notYou}`,
});

export const factorChangedMail = (to: string, what: string, from: From, at: Date): Message => ({
  to,
  subject: 'Your second factors for Coterie were changed',
  text: `${what}, for ${to} on Coterie.\n\n${origin(from, at)}\n${notYou}`,
});

export const emailChangedMail = (to: string, now: string, from: From, at: Date): Message => ({
  to,
  subject: 'Your address for Coterie was changed',
  text: `Your account on Coterie now has the address ${now}, and this one, ${to}, no longer signs in.\n\n${origin(from, at)}\nIf this was not you, tell an administrator at once.\n`,
});
