import { hash, randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { type Id, refuse } from '@coterie/kernel';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import {
  deletePasskey,
  insertChallenge,
  insertPasskey,
  type PasskeyRow,
  passkeyByCredential,
  passkeysOf,
  takeChallenge,
  takeCount,
} from '../../store/accounts/factors.ts';
import { lockUser } from '../../store/accounts/users.ts';
import { inTransaction } from '../../store/db.ts';
import type { Caller, Parts } from '../parts.ts';
import { noteFactor } from './note.ts';
import { firstFactor, lostFactor, mustProve, personOf } from './person.ts';

type Needs = Pick<Parts, 'db' | 'siteUrl' | 'now'>;
type Changes = Needs & Pick<Parts, 'logKeys' | 'mail'>;
/** What a challenge was made for: one for a step-up signs nobody in. */
export type Purpose = 'register' | 'ticket' | 'step-up' | 'sign-in';
/** A response as the browser gives it; checked field by field by what verifies it. */
export type Response = { readonly [key: string]: unknown };

const challengeLife = 5 * 60 * 1000;
const mostPasskeys = 50;

/** Passkeys belong to a name, and browsers make them over TLS alone, but for this machine's own name. */
export class NoPasskeysHere extends Error {}

/** Why passkeys cannot be used at this address; null where they can. */
export function passkeysUnusable({ siteUrl }: Pick<Parts, 'siteUrl'>): string | null {
  const { protocol, hostname } = new URL(siteUrl);
  if (isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0)
    return `passkeys belong to a name, and this instance is at the address ${hostname}: set SITE_URL to a name, such as https://coterie.example.com, or http://localhost:8080 to try them`;
  const isOwn = hostname === 'localhost' || hostname.endsWith('.localhost');
  return protocol === 'https:' || isOwn
    ? null
    : `passkeys need https, and this instance is at ${siteUrl}`;
}

function place(parts: Needs): { rpID: string; origin: string } {
  const why = passkeysUnusable(parts);
  if (why !== null) throw new NoPasskeysHere(why);
  const { hostname, origin } = new URL(parts.siteUrl);
  return { rpID: hostname, origin };
}

const hashed = (challenge: string): string => hash('sha256', challenge, 'base64url');

async function keep(
  { db, now }: Needs,
  challenge: string,
  purpose: Purpose,
  user_id: Id | null,
): Promise<void> {
  const expires_at = new Date(now() + challengeLife);
  await insertChallenge(db, { user_id, challenge: hashed(challenge), purpose, expires_at });
}

/** Takes the challenge that a response answers: whatever comes of it, it is answered once. Null where it is not ours. */
async function take(
  { db, now }: Needs,
  response: Response,
  purpose: Purpose,
  user_id: Id | null,
): Promise<string | null> {
  const challenge = challengeIn(response);
  if (challenge === null) return null;
  const taken = { user_id, challenge: hashed(challenge), purpose };
  return (await takeChallenge(db, taken, new Date(now()))) ? challenge : null;
}

function challengeIn({ response }: Response): string | null {
  try {
    const { clientDataJSON } = response as { clientDataJSON: string };
    const { challenge } = decodeClientDataJSON(clientDataJSON);
    return typeof challenge === 'string' ? challenge : null;
  } catch {
    return null;
  }
}

/** What a browser needs to make a passkey that is not there yet. */
export async function passkeyOptions(parts: Needs, caller: Caller) {
  const { id, email, first_name, last_name } = await personOf(parts, caller);
  mustProve(parts, caller);
  const { rpID } = place(parts);
  const known = await passkeysOf(parts.db, id);
  const options = await generateRegistrationOptions({
    rpName: 'Coterie',
    rpID,
    userName: email,
    userID: new TextEncoder().encode(id),
    userDisplayName: [first_name, last_name].filter(Boolean).join(' ') || email,
    excludeCredentials: known.map((one) => ({
      id: one.credential_id,
      transports: one.transports,
    })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  await keep(parts, options.challenge, 'register', id);
  return options;
}

/** Keeps a passkey that answers the challenge; the first factor ends all that was begun without one. */
export async function addPasskey(
  parts: Changes,
  caller: Caller,
  { name, response }: { name: string; response: Response },
): Promise<PasskeyRow> {
  const user = await personOf(parts, caller);
  const { id } = user;
  mustProve(parts, caller);
  const credential = await registered(parts, id, response);
  const { row, tell } = await inTransaction(parts.db, async (tx) => {
    await lockUser(tx, id);
    if ((await passkeysOf(tx, id)).length >= mostPasskeys)
      refuse({ reason: 'inUse', thing: 'account', count: mostPasskeys });
    if (await passkeyByCredential(tx, credential.id))
      refuse({ reason: 'taken', thing: 'passkey', field: 'response', value: name });
    const row = await insertPasskey(tx, {
      id: randomUUID(),
      user_id: id,
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      name,
    });
    await firstFactor(parts, tx, caller);
    return { row, tell: await noteFactor(parts, tx, user, caller, 'passkey.create') };
  });
  tell();
  return row;
}

async function registered(parts: Needs, user: Id, response: Response) {
  const { rpID, origin } = place(parts);
  const expectedChallenge = await take(parts, response, 'register', user);
  const verified =
    expectedChallenge === null
      ? null
      : await verifyRegistrationResponse({
          response: response as unknown as RegistrationResponseJSON,
          expectedChallenge,
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: false,
        }).catch(() => null);
  return (
    verified?.registrationInfo?.credential ??
    refuse({
      reason: 'invalid',
      field: 'response',
      expected: 'a passkey made just now, for this address',
    })
  );
}

export async function removePasskey(parts: Changes, caller: Caller, passkey: Id): Promise<void> {
  const user = await personOf(parts, caller);
  const { id } = user;
  mustProve(parts, caller);
  const tell = await inTransaction(parts.db, async (tx) => {
    await lockUser(tx, id);
    if (!(await deletePasskey(tx, id, passkey)))
      refuse({ reason: 'notFound', thing: 'passkey', id: passkey });
    await lostFactor(tx, id);
    return noteFactor(parts, tx, user, caller, 'passkey.delete');
  });
  tell();
}

/** What a browser needs to ask for a passkey: of one person, or of whoever has one for this address. */
export async function askOptions(parts: Needs, purpose: Purpose, user: Id | null) {
  const { rpID } = place(parts);
  const own = user === null ? [] : await passkeysOf(parts.db, user);
  const options = await generateAuthenticationOptions({
    rpID,
    userVerification: purpose === 'sign-in' ? 'required' : 'preferred',
    ...(user === null
      ? {}
      : {
          allowCredentials: own.map((one) => ({
            id: one.credential_id,
            transports: one.transports,
          })),
        }),
  });
  await keep(parts, options.challenge, purpose, user);
  return options;
}

/** Whose passkey a response is said to be made with; nothing is verified of it yet. */
export const passkeyOf = async (
  { db }: Pick<Parts, 'db'>,
  { id }: Response,
): Promise<PasskeyRow | undefined> =>
  typeof id === 'string' && id.length <= 1400 ? passkeyByCredential(db, id) : undefined;

/** Whether a passkey of the person answers the challenge, and takes both. Alone it must have verified the person too. */
export async function takePasskey(
  parts: Needs,
  user: Id,
  response: Response,
  purpose: Purpose,
): Promise<boolean> {
  const { rpID, origin } = place(parts);
  const isAlone = purpose === 'sign-in';
  const expectedChallenge = await take(parts, response, purpose, isAlone ? null : user);
  const row = await passkeyOf(parts, response);
  if (expectedChallenge === null || row?.user_id !== user) return false;
  const verified = await verifyAuthenticationResponse({
    response: response as unknown as AuthenticationResponseJSON,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    credential: {
      id: row.credential_id,
      publicKey: new Uint8Array(row.public_key),
      counter: row.counter,
    },
    requireUserVerification: isAlone,
  }).catch(() => null);
  if (!verified?.verified || (isAlone && !isOwner(response, user))) return false;
  return takeCount(parts.db, row.id, verified.authenticationInfo.newCounter, new Date(parts.now()));
}

/** A passkey that signs in by itself says whose it is. */
function isOwner({ response }: Response, user: Id): boolean {
  const { userHandle } = (response ?? {}) as { userHandle?: unknown };
  return typeof userHandle === 'string' && Buffer.from(userHandle, 'base64url').toString() === user;
}
