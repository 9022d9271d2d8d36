import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { keyVersionOf, open, seal, Undecryptable } from '../../src/crypto/envelope.ts';

const key = randomBytes(32);
const belongs = ['secret', 'org', 'project', 'id', 1, 'value'];
const plain = Buffer.from('brass');

describe('envelope', () => {
  it('opens what it sealed, and says under which key version', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (bytes, version) => {
        const record = seal(key, version, Buffer.from(bytes), belongs);
        assert.deepEqual([...open(key, record, belongs)], [...bytes]);
        assert.equal(keyVersionOf(record), version);
      }),
    );
  });

  it('never seals the same twice alike', () => {
    assert.notDeepEqual(seal(key, 1, plain, belongs), seal(key, 1, plain, belongs));
  });

  it('does not open with any one bit flipped', () => {
    const record = seal(key, 1, plain, belongs);
    for (let bit = 0; bit < record.length * 8; bit++) {
      const altered = Buffer.from(record);
      altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7));
      assert.throws(() => open(key, altered, belongs), Undecryptable, `bit ${bit}`);
    }
  });

  it('does not open a shortened record, whatever the length of the tag left', () => {
    const record = seal(key, 1, plain, belongs);
    for (let length = 0; length < record.length; length++)
      assert.throws(
        () => open(key, record.subarray(0, length), belongs),
        Undecryptable,
        `${length} bytes`,
      );
  });

  it('does not open as another organization, project, secret, version or field', () => {
    const record = seal(key, 1, plain, belongs);
    belongs.forEach((part, index) => {
      const other = belongs.with(index, `${part}x`);
      assert.throws(() => open(key, record, other), Undecryptable);
    });
  });

  it('does not take parts cut elsewhere for the same', () => {
    const record = seal(key, 1, plain, ['ab', 'c']);
    assert.throws(() => open(key, record, ['a', 'bc']), Undecryptable);
    assert.throws(() => open(key, record, ['abc']), Undecryptable);
  });

  it('does not open under another key', () => {
    assert.throws(
      () => open(randomBytes(32), seal(key, 1, plain, belongs), belongs),
      Undecryptable,
    );
  });
});
