import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { globMatches, isGlob } from '../spec/glob.ts';
import { compileGlob } from '../src/index.ts';
import { globBelow } from '../src/rules/glob.ts';
import { law } from './laws/law.ts';

const pieces = [
  'a',
  'b',
  '.',
  '-',
  '*',
  '?',
  '[ab]',
  '[!a]',
  '[a-b]',
  '{a,b}',
  '{ab,b/a}',
  '{a,{b,ab}}',
  'prod',
];
const segment = fc.oneof(
  { weight: 1, arbitrary: fc.constant('**') },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 })
      .map((some) => some.join('')),
  },
);
const patterns = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => `/${segments.join('/')}`);
const names = fc
  .array(fc.constantFrom('a', 'b', '.', '-', 'prod'), { minLength: 1, maxLength: 3 })
  .map((some) => some.join(''));
const paths = fc
  .array(
    names.filter((name) => name !== '.' && name !== '..'),
    { maxLength: 4 },
  )
  .map((some) => `/${some.join('/')}`);
const manyPaths = fc.array(paths, { minLength: 20, maxLength: 20, size: 'max' });

law(
  'a pattern matches what the words of the model say',
  [patterns, manyPaths],
  (pattern, texts) => {
    const matches = compileGlob(pattern);
    assert.equal(matches !== null, isGlob(pattern));
    for (const text of matches ? texts : [])
      assert.equal(matches?.(text), globMatches(pattern, text), text);
  },
);

/** Where picomatch gives `**` less, or more, than "any number of segments, none included". */
const picomatchDiffers = (pattern: string): boolean =>
  /^\/\*\*\/|[*}]\/\*\*|[^/]\*\*|\*\*[^/]/.test(pattern);

law('a pattern matches what picomatch matches', [patterns, manyPaths], (pattern, texts) => {
  fc.pre(isGlob(pattern) && !picomatchDiffers(pattern));
  const expected = picomatch(pattern, { dot: true, posix: true });
  for (const text of texts) assert.equal(compileGlob(pattern)?.(text), expected(text), text);
});

const covers = (pattern: string, text: string) => compileGlob(pattern)?.(text);

test('where picomatch departs from the words of the model, the words hold', () => {
  const departures: [pattern: string, text: string, words: boolean][] = [
    ['/**/x', '/x', true],
    ['/a*/**', '/ab', true],
    ['/***', '/', false],
  ];
  for (const [pattern, text, words] of departures) {
    assert.equal(compileGlob(pattern)?.(text), words, pattern);
    assert.equal(picomatch(pattern, { dot: true, posix: true })(text), !words, pattern);
  }
});

test('a folder’s pattern covers the folder and all below it, and never a mere beginning', () => {
  for (const text of ['/api', '/api/x', '/api/x/y', '/api/.hidden/x'])
    assert.equal(covers('/api/**', text), true);
  for (const text of ['/', '/apis', '/v1/api']) assert.equal(covers('/api/**', text), false);
  assert.equal(covers('/prod*', '/prod-eu'), true);
  assert.equal(covers('/prod*', '/prod/eu'), false);
  assert.equal(covers('/prod', '/prod/eu'), false);
  assert.equal(covers('prod', 'PROD'), false);
});

test('a character is one, also outside the first plane', () => {
  assert.equal(covers('/💎/*', '/💎/x'), true);
  assert.equal(covers('/?', '/💎'), true);
  assert.equal(covers('/[💎-💏]', '/💎'), true);
  assert.equal(covers('/💎*', '/💎x'), true);
  assert.equal(covers('/💎*', '/💏x'), false);
});

test('a pattern without a sure meaning is not understood', () => {
  const unsure = [
    '',
    '!(a)',
    '/+(a)',
    '/@(a|b)',
    '(a)',
    '/{a',
    '/a}',
    '/[a',
    '!/prod/**',
    `/${'a'.repeat(512)}`,
  ];
  for (const pattern of unsure) assert.equal(compileGlob(pattern), null, pattern);
  assert.notEqual(compileGlob(`/${'a'.repeat(511)}`), null);
});

test('no pattern takes long', () => {
  const matches = compileGlob(`/${'*a'.repeat(200)}b`);
  assert.equal(matches?.(`/${'a'.repeat(5000)}`), false);
  assert.equal(compileGlob('/**/a/**/b/**/c/**/d/**/e/**/f')?.('/a'.repeat(2000)), false);
});

test('of a folder and all below it, a pattern that goes on after any depth may hold or not', () => {
  for (const [pattern, folder, held] of [
    ['/a/**', '/a/b', true],
    ['/a/**', '/a', true],
    ['/a/**/x', '/a/b', null],
    ['/**/x', '/a/b', null],
    ['/c/**', '/a/b', false],
    ['/a/*', '/a/b', null],
    ['{/a/**/x,/a/**}', '/a/b', true],
  ] as const)
    assert.equal(globBelow(pattern, folder), held, `${pattern} of ${folder}`);
});
