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
});
