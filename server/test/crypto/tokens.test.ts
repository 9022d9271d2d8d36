import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashToken, mintToken, tokenKind } from '../../src/crypto/tokens.ts';

describe('tokens', () => {
  it('say what they are, and are kept as a hash', () => {
    for (const kind of ['session', 'user', 'identity', 'client', 'invitation', 'setup'] as const) {
      const { token, hash } = mintToken(kind);
      assert.equal(tokenKind(token), kind);
      assert.deepEqual(hash, hashToken(token));
      assert.ok(!hash.toString('latin1').includes(token));
    }
  });

  it('mistyped ones are none', () => {
    const { token } = mintToken('user');
    for (let i = 0; i < token.length; i++) {
      const typo = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      assert.equal(tokenKind(typo), null, `character ${i}`);
    }
    assert.equal(tokenKind(''), null);
    assert.equal(tokenKind(`${token}x`), null);
  });

  it('never repeat', () => {
    const many = new Set(Array.from({ length: 1000 }, () => mintToken('user').token));
    assert.equal(many.size, 1000);
  });
});
