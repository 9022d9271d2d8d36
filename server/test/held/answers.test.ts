import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { HeldAnswers, roomFor } from '../../src/held/answers.ts';
import { Trace } from '../../src/held/trace.ts';

const canary = 'canary of the answers';
const pieces = [`{"secrets":["${canary}",`, `"and ${canary} again"]}`];
const tagKey = createSecretKey(randomBytes(32));
const scene = (budget = 2 ** 20) => {
  const room = roomFor(budget);
  return { room, answers: new HeldAnswers(tagKey, room), trace: new Trace() };
};
const textOf = (found: Iterable<Buffer>) => Buffer.concat([...found]).toString('utf8');

describe('answers that are held', () => {
  it('are given back as they were made, under the same tag', () => {
    const { answers, trace } = scene();
    const made = answers.make(pieces, { name: 'a', trace });
    const found = answers.find('a')?.answer;
    assert.equal(textOf(found?.pieces() ?? []), pieces.join(''));
    assert.equal(found?.tag, made.tag);
    assert.equal(found?.length, Buffer.byteLength(pieces.join('')));
  });

  it('are kept as nothing that could be read without the key', () => {
    const { room, answers, trace } = scene();
    answers.make(pieces, { name: 'a', trace });
    const kept = [...room.values()];
    assert.equal(kept.length, 1);
    for (const { sealed, ...rest } of kept) {
      assert.ok(!JSON.stringify(rest).includes('canary'));
      for (const piece of sealed) assert.ok(!piece.includes('canary'));
    }
  });

  it('are refused where a piece was altered, or put in the place of another', () => {
    const { room, answers, trace } = scene();
    answers.make(pieces, { name: 'a', trace });
    answers.make(pieces, { name: 'b', trace });
    const [a, b] = [room.get('a'), room.get('b')];
    assert.ok(a && b);
    for (const sealed of [[...a.sealed].reverse(), b.sealed]) {
      room.set('a', { ...a, sealed });
      assert.throws(() => textOf(answers.find('a')?.answer.pieces() ?? []), /cannot be decrypted/);
    }
    a.sealed[0]?.writeUInt8((a.sealed[0].readUInt8(20) + 1) % 256, 20);
    room.set('a', a);
    assert.throws(() => textOf(answers.find('a')?.answer.pieces() ?? []), /cannot be decrypted/);
  });

  it('are gone once anything that they were made of has moved', () => {
    const { answers, trace } = scene();
    let isCurrent = true;
    trace.note(() => isCurrent, 1);
    answers.make(pieces, { name: 'a', trace });
    assert.ok(answers.find('a'));
    isCurrent = false;
    assert.equal(answers.find('a'), undefined);
    // Nor are they kept where it has moved by the time that they are made.
    answers.make(pieces, { name: 'a', trace });
    isCurrent = true;
    assert.equal(answers.find('a'), undefined);
  });

  it('are not kept where something was read that is not held, or that is too large', () => {
    const { answers, trace } = scene(8000);
    answers.make(['x'.repeat(2000)], { name: 'large', trace });
    assert.equal(answers.find('large'), undefined);
    answers.make(['x'], { name: 'small', trace });
    assert.ok(answers.find('small'));
    trace.lose();
    answers.make(['x'], { name: 'unheld', trace });
    assert.equal(answers.find('unheld'), undefined);
  });

  it('have tags that differ with the bytes, and with the key', () => {
    const { answers } = scene();
    const other = new HeldAnswers(createSecretKey(randomBytes(32)), roomFor(1000));
    assert.equal(answers.tagOf(['ab', 'c']), answers.tagOf(['a', 'bc']));
    assert.notEqual(answers.tagOf(['abc']), answers.tagOf(['abd']));
    assert.notEqual(answers.tagOf(['abc']), other.tagOf(['abc']));
  });
});
