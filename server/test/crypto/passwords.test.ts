import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Passwords, TooBusy } from '../../src/crypto/passwords.ts';

describe('passwords', () => {
  it('are hashed with argon2id, 64 MiB, 3 passes, and verified', async () => {
    const passwords = new Passwords();
    const hash = await passwords.hash('correct horse battery');
    assert.match(hash, /^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    assert.equal(await passwords.verify(hash, 'correct horse battery'), true);
    assert.equal(await passwords.verify(hash, 'correct horse batterY'), false);
  });

  it('of unknown users are wrong, after the same work', async () => {
    assert.equal(await new Passwords().verify(null, ''), false);
  });

  it('wait in a queue that has an end', async () => {
    const passwords = new Passwords(1);
    const tries = Array.from({ length: 40 }, () =>
      passwords.verify(null, 'x').then(
        () => 'done',
        (error: unknown) => error,
      ),
    );
    const results = await Promise.all(tries);
    assert.ok(results.some((one) => one instanceof TooBusy));
    assert.ok(results.includes('done'));
    assert.equal(await passwords.verify(null, 'x'), false);
  });

  for (const slots of [1, 2, 4])
    it(`strangers make nobody known wait for more than one of them a slot, with ${slots}`, async () => {
      const passwords = new Passwords(64, slots);
      const done: string[] = [];
      const note = (who: string, isKnown: boolean) =>
        passwords.verify(null, 'x', isKnown).then(() => done.push(who));
      const strangers = Array.from({ length: 6 }, () => note('stranger', false));
      const known = Array.from({ length: 3 }, () => note('known', true));
      await Promise.all(known);
      const before = done.filter((one) => one === 'stranger').length;
      assert.ok(before <= Math.max(1, slots - 1), done.join(' '));
      await Promise.all(strangers);
      assert.equal(done.length, 9);
    });
});
