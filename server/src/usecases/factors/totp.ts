import type { Id } from '@coterie/kernel';
import { refuse } from '@coterie/kernel';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { renderSVG } from 'uqr';
import { open, seal } from '../../crypto/envelope.ts';
import {
  beginTotp as begin,
  confirmTotp as confirm,
  deleteTotp,
  takeStep,
  totpOf,
} from '../../store/accounts/factors.ts';
import { lockUser } from '../../store/accounts/users.ts';
import { inTransaction } from '../../store/db.ts';
import type { Caller, Parts } from '../parts.ts';
import { noteFactor } from './note.ts';
import { firstFactor, lostFactor, mustProve, personOf } from './person.ts';

type Needs = Pick<Parts, 'db' | 'rootKey' | 'now'>;
type Changes = Needs & Pick<Parts, 'logKeys' | 'mail'>;

/** A code counts in its own half minute and in the one before and after (RFC 6238, §5.2). */
const tolerance = 30;

const keyOf = ({ rootKey }: Pick<Parts, 'rootKey'>) => rootKey.derive('totp');
const belongs = (user: Id) => ['totp', user];

/** A new secret, which counts once a code of it has confirmed that an app has it. */
export async function beginTotp(parts: Needs, caller: Caller) {
  const { id, email } = await personOf(parts, caller);
  mustProve(parts, caller);
  const secret = generateSecret({ length: 20 });
  const sealed = seal(keyOf(parts), 0, Buffer.from(secret), belongs(id));
  if (!(await begin(parts.db, id, sealed)))
    refuse({ reason: 'taken', thing: 'authenticator app', field: 'account', value: email });
  const url = generateURI({ issuer: 'Coterie', label: email, secret });
  return { secret, url, qr: renderSVG(url, { border: 2 }) };
}

/** Confirms the app; from now on nobody gets in by the password alone, and what did so before ends. */
export async function confirmTotp(parts: Changes, caller: Caller, code: string): Promise<void> {
  const user = await personOf(parts, caller);
  const { id } = user;
  const tell = await inTransaction(parts.db, async (tx) => {
    await lockUser(tx, id);
    const step = await stepOf({ ...parts, db: tx }, id, code);
    if (step === null || !(await confirm(tx, id, step, new Date(parts.now())))) return null;
    await firstFactor(parts, tx, caller);
    return noteFactor(parts, tx, user, caller, 'totp.create');
  });
  if (!tell)
    return refuse({
      reason: 'invalid',
      field: 'code',
      expected: 'the code that the app shows now',
    });
  tell();
}

export async function removeTotp(parts: Changes, caller: Caller): Promise<void> {
  const user = await personOf(parts, caller);
  const { id } = user;
  mustProve(parts, caller);
  const tell = await inTransaction(parts.db, async (tx) => {
    await lockUser(tx, id);
    if (!(await deleteTotp(tx, id)))
      refuse({ reason: 'notFound', thing: 'authenticator app', id: 'yours' });
    await lostFactor(tx, id);
    return noteFactor(parts, tx, user, caller, 'totp.delete');
  });
  tell();
}

/** Whether the code is the app's now, and takes it: no code is good twice. */
export async function takeTotp(parts: Needs, user: Id, code: string): Promise<boolean> {
  const step = await stepOf(parts, user, code);
  return step !== null && (await takeStep(parts.db, user, step));
}

/** The half minute that a code belongs to, among those that count now. */
async function stepOf(parts: Needs, user: Id, code: string): Promise<number | null> {
  const row = await totpOf(parts.db, user);
  if (!row) return null;
  const secret = open(keyOf(parts), row.sealed, belongs(user)).toString();
  const epoch = Math.floor(parts.now() / 1000);
  const found = verifySync({ secret, token: code, epoch, epochTolerance: tolerance });
  return found.valid && 'timeStep' in found ? found.timeStep : null;
}
