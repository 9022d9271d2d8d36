import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdTable } from '../src/packed/columns/id-table.ts';
import { Interned } from '../src/packed/columns/interned.ts';
import { Pieces } from '../src/packed/columns/pieces.ts';
import { Memo } from '../src/packed/memo.ts';
import { Gathered, Walk } from '../src/packed/walk.ts';

/** The parts in which a world is packed, beyond the sizes that other tests reach. */

const uuid = (number: number): string =>
  `${(Math.imul(number, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`;

test('a text that went is unknown, and its number another’s, among thousands', () => {
  const texts = new Interned();
  const all = Array.from({ length: 10_000 }, (_, number) => uuid(number));
  const numbers = all.map((text) => texts.keep(text));
  for (const [index, text] of all.entries()) {
    assert.equal(texts.keep(text), numbers[index]);
    texts.drop(numbers[index] as number);
  }
  for (const [index, text] of all.entries()) {
    texts.drop(numbers[index] as number);
    assert.equal(texts.find(text), -1);
    assert.equal(texts.keep(`another ${index}`), numbers[index]);
    assert.notEqual(texts.keep(text), numbers[index]);
  }
});

test('an id that was sought is noted where it belongs, whatever came in between', () => {
  const table = new IdTable();
  const odd = (row: number) => uuid(row).toUpperCase().replace('-7', '-X');
  const rows = 5000;
  for (let row = 0; row < rows; row++) {
    assert.equal(table.find(uuid(row)), -1);
    if (row % 3 === 1) table.add(odd(row), rows + row);
    if (row % 5 === 4) table.remove(uuid(row - 1), row - 1);
    if (row % 7 === 6) assert.equal(table.find(uuid(rows)), -1);
    table.add(uuid(row), row);
  }
  for (let row = 0; row < rows; row++) {
    assert.equal(table.find(uuid(row)), row % 5 === 3 && row < rows - 1 ? -1 : row);
    assert.equal(table.find(odd(row)), row % 3 === 1 ? rows + row : -1);
  }
});

test('a column in pieces holds what was put in, in any order', () => {
  const column = new Pieces(Float64Array);
  const rows = [3, 0, 70_000, 4095, 4096, 1, 70_001, 20_000];
  for (const row of rows) column.set(row, row + 0.5);
  for (const row of rows) assert.equal(column.get(row), row + 0.5);
  assert.equal(column.get(2), 0);
});

test('what is remembered is forgotten at every one of very many changes', () => {
  const memo = new Memo();
  const live = new Gathered<never>();
  for (let change = 0; change < 1000; change++) {
    assert.equal(memo.find(1, 2, 0, live), false);
    memo.keep(1, 2, 10, new Walk(), live);
    assert.equal(memo.find(1, 2, 0, live), true);
    memo.forget();
  }
});

test('an id that was sought is found where it was noted, though another went in between', () => {
  for (let n = 0; n < 500; n++) {
    const table = new IdTable();
    const ids = Array.from({ length: 6 }, (_, row) => uuid(n * 6 + row));
    for (const [row, id] of ids.slice(0, 5).entries()) table.add(id, row);
    const last = ids[5] as string;
    assert.equal(table.find(last), -1);
    table.remove(ids[n % 5] as string, n % 5);
    table.add(last, 5);
    assert.equal(table.find(last), 5);
  }
});
