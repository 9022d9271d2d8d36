import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refused } from '@coterie/kernel';
import { commonPasswords } from '../../src/crypto/common-passwords.ts';
import { mustBeGood } from '../../src/usecases/account/new-password.ts';

const owner = {
  email: 'lovelace.ada@example.com',
  organizations: ['Analytical Engines', 'ACM', 'Société Générale'],
};

/** What it was refused for, in a word; null where it was taken. */
const faultOf = (password: string, field?: string) =>
  mustBeGood(password, owner, field).then(
    () => null,
    (error: unknown) => {
      assert.ok(error instanceof Refused && error.refusal.reason === 'invalid');
      assert.equal(error.refusal.field, field ?? 'password');
      return error.refusal.expected;
    },
  );

const repeated = /over and over/;
const row = /row of neighbours/;
const address = /e-mail address/;
const organization = /name of the organization/;
const common = /tried first/;

describe('a new password', () => {
  const table: readonly [string, RegExp | null][] = [
    ['correct horse battery', null],
    ['correct horse battery staple', null],
    ['first programmer', null],
    ['aaaaaaaaaaaa', repeated],
    ['abababababab', repeated],
    ['passwordpassword', repeated],
    ['PasswordPassword', repeated],
    ['passwordpasswordpass', repeated],
    ['letmeinletmein', repeated],
    ['123456789012', row],
    ['qwertyuiop12', row],
    ['abcdefghijklm', row],
    ['098765432109', row],
    ['aaaaaabbbbbb', row],
    ['1234567890qwertyuiop', row],
    ['lovelace.ada', address],
    ['LovelaceAda 1815', address],
    ['my lovelace.ada!', address],
    ['we love Analytical Engines', organization],
    ['analyticalengines!', organization],
    ['société générale 1', organization],
    ['the ACM is too short to count', null],
    ['123qweasdzxc', row],
    ['1qaz2wsx3edc', common],
    ['Motherfucker', common],
    ['unbelievable', common],
    ['administrator', common],
    ['unbelievable engines of 1843', null],
    ['Tr0ub4dor&3-and-more', null],
    ['jX9$kq2!vBn7', null],
  ];
  for (const [password, why] of table)
    it(`${password} is ${why === null ? 'taken' : 'refused'}`, async () => {
      const found = await faultOf(password);
      if (why === null) assert.equal(found, null);
      else assert.match(found ?? '', why);
    });

  it('is refused at the field that it was typed into', async () => {
    assert.match((await faultOf('aaaaaaaaaaaa', 'newPassword')) ?? '', repeated);
  });

  it('common ones are all that the list has of at least 12 characters', async () => {
    const all = await commonPasswords();
    assert.ok(all.size > 12_000, String(all.size));
    assert.ok([...all].every((one) => one.length > 0));
    assert.equal(await commonPasswords(), all);
  });
});
