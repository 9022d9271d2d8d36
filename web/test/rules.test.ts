import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allow,
  isAllowed,
  isUnderstood,
  type Rule,
  readCondition,
  writeCondition,
} from '../src/parts/roles/rules.ts';

const plain: Rule = { subject: 'groups', action: ['read'] };
const deny: Rule = { subject: 'groups', action: 'read', inverted: true };
const onProd: Rule = {
  subject: 'secrets',
  action: ['readValue'],
  conditions: { environment: 'prod' },
};

test('ticking an action changes the plain rule of its subject alone', () => {
  const rules = [deny, onProd, plain];
  assert.deepEqual(allow(rules, 'groups', 'create', true), [
    deny,
    onProd,
    { subject: 'groups', action: ['read', 'create'] },
  ]);
  assert.deepEqual(rules, [deny, onProd, plain]);
});

test('a subject without a plain rule gets one at the end', () => {
  assert.deepEqual(allow([onProd], 'secrets', 'create', true), [
    onProd,
    { subject: 'secrets', action: ['create'] },
  ]);
});

test('unticking leaves denies and conditions as they were', () => {
  const after = allow([deny, onProd, plain], 'groups', 'read', false);
  assert.equal(isAllowed(after, 'groups', 'read'), false);
  assert.deepEqual(after.slice(0, 2), [deny, onProd]);
});

test('neither a deny nor a rule with conditions counts as ticked', () => {
  assert.equal(isAllowed([deny], 'groups', 'read'), false);
  assert.equal(isAllowed([onProd], 'secrets', 'readValue'), false);
  assert.equal(isAllowed([{ ...onProd, conditions: {} }], 'secrets', 'readValue'), true);
});

test('conditions are read in each spelling and written as operators', () => {
  assert.deepEqual(readCondition('prod'), { kind: '$eq', text: 'prod' });
  assert.deepEqual(readCondition({ $in: ['dev', 'staging'] }), {
    kind: '$in',
    text: 'dev, staging',
  });
  assert.deepEqual(readCondition({ $glob: '/api/**' }), { kind: '$glob', text: '/api/**' });
  const two = writeCondition(onProd, 'environment', { kind: '$in', text: 'dev, , prod' });
  assert.deepEqual(two.conditions, { environment: { $in: ['dev', 'prod'] } });
  const none = writeCondition(onProd, 'environment', { kind: 'any', text: '' });
  assert.equal('conditions' in none, false);
});

test('a rule that says more than the editor can show is known as such', () => {
  assert.equal(isUnderstood(onProd), true);
  assert.equal(isUnderstood({ ...onProd, conditions: { secretTags: { $in: ['a'] } } }), false);
  assert.equal(
    isUnderstood({ ...onProd, conditions: { secretPath: { $glob: '/a', $ne: '/b' } } }),
    false,
  );
});
