import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Possible } from './possible.ts';
import type { State } from './state.ts';

const reader: State = new Map([
  ['user ada', 'active'],
  ['token 1', 'ada'],
  ['group g1', 'active'],
  ['ada in g1', ''],
  ['project p1', ''],
  ['shape p1', 'both'],
  ['g1 on p1', 'viewer'],
]);
const read = { do: 'read', who: 'ada', token: 1, project: 'p1' } as const;
const leave = { do: 'leave', who: 'ada', group: 'g1' } as const;

test('what is read after an acknowledged change must know of it', () => {
  const possible = new Possible(reader);
  possible.end(possible.begin(leave), 'done');
  const late = possible.begin(read);
  assert.throws(() => possible.end(late, 'the value'), /could only be .*nothing/);
});

test('what is read meanwhile may know of the change or not, and who comes later cannot know less', () => {
  const possible = new Possible(reader);
  const change = possible.begin(leave);
  possible.end(possible.begin(read), 'the value');
  possible.end(possible.begin(read), 'nothing');
  const later = possible.begin(read);
  assert.throws(() => possible.end(later, 'the value'));
  possible.end(change, 'done');
});

test('a change without an answer was made or not, for all alike', () => {
  for (const answer of ['the value', 'nothing']) {
    const possible = new Possible(reader);
    possible.lose(possible.begin(leave));
    assert.equal(possible.states.length, 2);
    possible.end(possible.begin(read), answer);
    assert.equal(possible.states.length, 1);
  }
});

test('of two who do the same at once one is refused', () => {
  const possible = new Possible(reader);
  const [one, other] = [possible.begin(leave), possible.begin(leave)];
  possible.end(one, 'refused');
  assert.throws(() => possible.end(other, 'refused'));
});
