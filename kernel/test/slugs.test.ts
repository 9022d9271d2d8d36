import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isId, slugOf } from '../src/index.ts';

const slugs: [name: string, slug: string][] = [
  ['Engine notes', 'engine-notes'],
  ['Éric Team', 'eric-team'],
  ['École', 'ecole'],
  ['  --Web  Shop!! ', 'web-shop'],
  ['ﬁle №5', 'file-no5'],
  ['日本', ''],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
];
for (const [name, slug] of slugs)
  test(`${name} has the slug ${slug || 'of nothing'}`, () => {
    assert.equal(slugOf(name), slug);
  });

test('an id is a UUID, in capitals too, and nothing around it', () => {
  const id = '0198a7c4-7c57-7b2e-9d0c-52fba4a1c111';
  assert.ok(isId(id) && isId(id.toUpperCase()));
  for (const other of [`${id}x`, ` ${id}`, id.slice(1), '', null, 7]) assert.ok(!isId(other));
});
