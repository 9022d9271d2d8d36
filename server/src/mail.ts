import { createTransport } from 'nodemailer';
import type { Mailer } from './usecases/parts.ts';

/** Sends by a mail server; the sender is the `from` of the address, else coterie@ the server's host. */
export function smtpMailer(url: string, onError: (error: Error) => void): Mailer {
  const from = new URL(url).searchParams.get('from') ?? `coterie@${new URL(url).hostname}`;
  const transport = createTransport(url, { from });
  return async (message) => {
    try {
      await transport.sendMail(message);
      return true;
    } catch (error) {
      // The invitation stands and its link is shown; the log says why no mail went out.
      onError(error as Error);
      return false;
    }
  };
}

export const noMailer: Mailer = async () => false;
