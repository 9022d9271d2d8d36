import assert from 'node:assert/strict';
import { it } from 'node:test';
import { asCode } from '../src/pages/entry/code.ts';

it('the code to paste is base64 of UTF-8, whatever the letters', () => {
  const text = JSON.stringify({ email: 'jürgen@例え.jp' });
  assert.equal(Buffer.from(asCode(text), 'base64').toString('utf8'), text);
});
