import { session } from '@coterie/contract';
import { perform } from '../../api.ts';
import { asCode } from './code.ts';

/** Whether the command line took it; else what it can be given by hand, and why. */
type Result = { isTaken: true } | { isTaken: false; code: string; why: string };

/** Makes a token for an organization and gives it to the command line that listens at a port of this computer. */
export async function handOver(
  port: number,
  email: string,
  organizationId: string,
): Promise<Result> {
  const { token } = await perform(session.selectOrganization, { body: { organizationId } });
  const credentials = asCredentials(email, token);
  const why = await send(port, credentials);
  return why === undefined ? { isTaken: true } : { isTaken: false, code: asCode(credentials), why };
}

/** In the words of the command line that reads it; `JTWToken` is how it spells it. */
const asCredentials = (email: string, token: string): string =>
  JSON.stringify({ email, privateKey: '', JTWToken: token, RefreshToken: '' });

/** Why it could not be given, or undefined. */
async function send(port: number, body: string): Promise<string | undefined> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', mode: 'cors', credentials: 'omit', headers, body } as const;
  try {
    const { ok, status } = await fetch(`http://127.0.0.1:${port}/`, init);
    return ok ? undefined : `it answered with ${status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
