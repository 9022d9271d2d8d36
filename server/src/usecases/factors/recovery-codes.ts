import { hash, randomBytes } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import { replaceRecoveryCodes, takeRecoveryCode as take } from '../../store/accounts/factors.ts';
import { lockUser } from '../../store/accounts/users.ts';
import { inTransaction } from '../../store/db.ts';
import type { Caller, Parts } from '../parts.ts';
import { noteFactor } from './note.ts';
import { factorsOf, mustProve, personOf } from './person.ts';

/** Without letters and digits that look alike; 32 signs, five bits each. */
const signs = 'abcdefghjkmnpqrstvwxyz0123456789';
const length = 24;
const howMany = 10;

/** Ten codes of 120 random bits: a plain hash is enough from 112 on (ASVS 5.0, 6.5.2). */
const makeCode = (): string =>
  Array.from(randomBytes(length), (byte) => signs[byte % 32])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-');

/** As it was written down: case, spaces and hyphens do not matter, nor letters that look like digits. */
const plain = (code: string): string =>
  code.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
const hashOf = (code: string): Buffer => hash('sha256', `recovery:${plain(code)}`, 'buffer');

/** Ten new recovery codes, shown this once; former ones end. For who has a factor that they can stand in for. */
export async function makeRecoveryCodes(
  parts: Pick<Parts, 'db' | 'logKeys' | 'mail' | 'now'>,
  caller: Caller,
): Promise<string[]> {
  const user = await personOf(parts, caller);
  const { id } = user;
  mustProve(parts, caller);
  const codes = Array.from({ length: howMany }, makeCode);
  const tell = await inTransaction(parts.db, async (tx) => {
    await lockUser(tx, id);
    if ((await factorsOf(tx, id)).length === 0)
      refuse({
        reason: 'invalid',
        field: 'factor',
        expected: 'an authenticator app or a passkey first, which recovery codes stand in for',
      });
    await replaceRecoveryCodes(tx, id, codes.map(hashOf));
    return noteFactor(parts, tx, user, caller, 'recoveryCodes.create');
  });
  tell();
  return codes;
}

export const takeRecoveryCode = (db: Parts['db'], user: Id, code: string): Promise<boolean> =>
  take(db, user, hashOf(code));
