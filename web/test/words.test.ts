import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionWord, ago, needs, personName, plural } from '../src/words.ts';

test('a missing permission is named in words', () => {
  assert.equal(
    needs('groups', 'add-members', 'organization'),
    'Needs the permission “Groups: add members” in this organization',
  );
  assert.equal(actionWord('readValue'), 'read value');
});

test('a person is called by name, else by address', () => {
  assert.equal(personName({ firstName: 'Ada', lastName: null, email: 'ada@example.org' }), 'Ada');
  assert.equal(personName({ email: 'ada@example.org' }), 'ada@example.org');
});

test('counts and times read as people say them', () => {
  const now = Date.UTC(2030, 0, 2);
  assert.equal(plural(1, 'person', 'people'), '1 person');
  assert.equal(plural(1200, 'person', 'people'), '1,200 people');
  assert.equal(ago(new Date(now - 1000).toISOString(), now), 'just now');
  assert.equal(ago(new Date(now - 7_200_000).toISOString(), now), '2 hours ago');
  assert.equal(ago(new Date(now + 172_800_000).toISOString(), now), 'in 2 days');
});
