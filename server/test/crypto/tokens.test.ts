import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { describe, it } from 'node:test';
import { hashToken, mintToken, TokenMint, tokenKind } from '../../src/crypto/tokens.ts';

describe('secrets shown once', () => {
  it('say what they are, and are kept as a hash', () => {
    for (const kind of ['session', 'client', 'invitation', 'setup'] as const) {
      const { token, hash } = mintToken(kind);
      assert.equal(tokenKind(token), kind);
      assert.deepEqual(hash, hashToken(token));
      assert.ok(!hash.toString('latin1').includes(token));
    }
  });

  it('mistyped ones are none', () => {
    const { token } = mintToken('client');
    for (let i = 0; i < token.length; i++) {
      const typo = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      assert.equal(tokenKind(typo), null, `character ${i}`);
    }
    assert.equal(tokenKind(''), null);
    assert.equal(tokenKind(`${token}x`), null);
  });

  it('never repeat', () => {
    const many = new Set(Array.from({ length: 1000 }, () => mintToken('client').token));
    assert.equal(many.size, 1000);
  });
});

describe('bearer tokens', () => {
  const mint = new TokenMint(createSecretKey(Buffer.alloc(32, 1)));
  const made = () => mint.mint('user', 1_000_000, 5_000_000, { userId: 'u', organizationId: null });

  it('are JWTs that say whose they are and until when', () => {
    const { token, hash } = made();
    const [head, body] = token
      .split('.')
      .slice(0, 2)
      .map((one) => JSON.parse(Buffer.from(one, 'base64url').toString()));
    assert.deepEqual(head, { alg: 'HS256', typ: 'JWT' });
    const { jti, ...claims } = body;
    assert.equal(Buffer.from(jti, 'base64url').length, 32);
    assert.deepEqual(claims, {
      userId: 'u',
      organizationId: null,
      authTokenType: 'accessToken',
      iat: 1000,
      exp: 5000,
    });
    assert.deepEqual(hash, hashToken(token));
  });

  const kindOf = (token: string, by = mint) => by.kindOf(token, hashToken(token));

  it('are told apart, and never repeat', () => {
    assert.equal(kindOf(made().token), 'user');
    assert.equal(kindOf(mint.mint('identity', 0, 1, {}).token), 'identity');
    assert.equal(new Set(Array.from({ length: 1000 }, () => made().token)).size, 1000);
  });

  it('mistyped, unsigned or of another instance are none', () => {
    const { token } = made();
    for (let i = 0; i < token.length; i++) {
      const typo = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      assert.equal(kindOf(typo), null, `character ${i}`);
    }
    for (const text of ['', '.', '..', token.slice(0, token.lastIndexOf('.') + 1), `${token}x`])
      assert.equal(kindOf(text), null, text);
    assert.equal(kindOf(token, new TokenMint(createSecretKey(Buffer.alloc(32, 2)))), null);
  });
});
