import assert from 'node:assert/strict';
import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { HeldAnswers, type Part, type Piece, roomFor } from '../../src/held/answers.ts';
import { Trace } from '../../src/held/trace.ts';

const canary = 'canary of the answers';
const texts = [`"${canary}"`, `"and ${canary} again"`];
const whole = `{"secrets":[${texts.join(',')}]}`;
const tagKey = createSecretKey(randomBytes(32));
const scene = (budget = 2 ** 20) => {
  const room = roomFor(budget);
  const answers = new HeldAnswers(tagKey, room);
  const made = () => texts.map((text) => answers.piece(text, [{}]));
  const parts = ([first, second]: Part[] = made()): Part[] => [
    '{"secrets":[',
    first ?? '',
    ',',
    second ?? '',
    ']}',
  ];
  return { room, answers, trace: new Trace(), parts };
};
const textOf = (found: Iterable<Buffer>) => Buffer.concat([...found]).toString('utf8');

describe('answers that are held', () => {
  it('are given back as they were made, under the same tag', () => {
    const { answers, trace, parts } = scene();
    const made = answers.make(parts(), { name: 'a', trace });
    const found = answers.find('a')?.answer;
    for (const one of [made, found]) {
      assert.equal(textOf(one?.pieces() ?? []), whole);
      assert.equal(one?.tag, made.tag);
      assert.equal(one?.length, Buffer.byteLength(whole));
    }
  });

  it('are kept as nothing that could be read without the key', () => {
    const { room, answers, trace, parts } = scene();
    answers.make(parts(), { name: 'a', trace });
    const kept = [...room.values()].flatMap((one) => one.parts);
    assert.equal(kept.filter((part) => 'sealed' in part).length, texts.length);
    for (const part of kept) {
      assert.ok(!inspect(part, { depth: 9 }).includes('canary'));
      for (const bytes of Object.values({ part, ...part }))
        if (Buffer.isBuffer(bytes)) assert.ok(!bytes.includes('canary'));
    }
  });

  it('are refused where a piece was altered, or put in the place of another', () => {
    const { room, answers, trace, parts } = scene();
    answers.make(parts(), { name: 'a', trace });
    const kept = room.get('a');
    const [first, second] = (kept?.parts ?? []).filter((part): part is Piece => 'sealed' in part);
    assert.ok(kept && first && second);
    const altered = Buffer.from(first.sealed);
    altered.writeUInt8((altered.readUInt8(20) + 1) % 256, 20);
    for (const sealed of [second.sealed, altered]) {
      room.set('a', { ...kept, parts: [{ ...first, sealed }, second] });
      assert.throws(() => textOf(answers.find('a')?.answer.pieces() ?? []), /cannot be decrypted/);
    }
  });

  it('are made of pieces that were there before, in the same bytes and under the same tag', () => {
    const { answers, trace, parts } = scene();
    const of = [{}, {}];
    const made = answers.make(
      parts([answers.piece(texts[0] as string, of), answers.piece(texts[1] as string, null)]),
      {
        name: 'a',
        trace,
      },
    );
    const known = answers.piecesOf('a');
    assert.deepEqual([...known.keys()], [of[0]]);
    const first = known.get(of[0] as object);
    assert.equal(first?.of, of);
    const again = answers.make(parts([first ?? '', answers.piece(texts[1] as string, null)]));
    assert.equal(textOf(again.pieces()), whole);
    assert.equal(again.tag, made.tag);
    assert.deepEqual([...answers.piecesOf('b')], []);
  });

  it('are gone once anything that they were made of has moved', () => {
    const { answers, trace, parts } = scene();
    let isCurrent = true;
    trace.note(() => isCurrent, 1);
    answers.make(parts(), { name: 'a', trace });
    assert.ok(answers.find('a'));
    isCurrent = false;
    assert.equal(answers.find('a'), undefined);
    // Nor are they kept where it has moved by the time that they are made.
    answers.make(parts(), { name: 'a', trace });
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
    const of = (text: string, by = answers) => answers.tagOf(['[', by.piece(text, null), ']']);
    assert.equal(of('abc'), of('abc'));
    assert.notEqual(of('abc'), of('abd'));
    assert.notEqual(of('abc'), of('abc', other));
    assert.notEqual(answers.tagOf(['abc']), answers.tagOf(['abd']));
    assert.notEqual(answers.tagOf(['abc']), other.tagOf(['abc']));
  });
});
