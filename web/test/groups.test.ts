import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rightGroups } from '../src/pages/access/rights.ts';
import { groupsAbove } from '../src/pages/groups/answer.ts';
import { isAddress, pasted } from '../src/pages/groups/members/emails.ts';
import { forGood, termsObstacle, termsRequest } from '../src/parts/form/terms.ts';

test('pasted addresses are taken apart, each once, with the piece that they stood in', () => {
  const text = 'Ada <Ada@Example.org>, alan@example.org;\n\n ada@example.org \nnobody here';
  assert.deepEqual(
    pasted(text).map(({ email }) => email),
    ['ada@example.org', 'alan@example.org', 'nobody here'],
  );
  assert.equal(pasted('Ada <ada@example.org>')[0]?.piece, 'Ada <ada@example.org>');
  assert.deepEqual(pasted(' ,\n;'), []);
});

test('addresses are found as mail programs and tables copy them', () => {
  const found = (text: string) => pasted(text).map(({ email }) => email);
  assert.deepEqual(found('ada@example.org\talan@example.org joan@example.org'), [
    'ada@example.org',
    'alan@example.org',
    'joan@example.org',
  ]);
  assert.deepEqual(found('mailto:ada@example.org?subject=Hello'), ['ada@example.org']);
  assert.deepEqual(found('"Turing, Alan" <alan@example.org>, Lovelace, Ada <ada@example.org>'), [
    'alan@example.org',
    'ada@example.org',
  ]);
  assert.deepEqual(found('joan@example.org, Alan <alan@example.org>, ada@example.org'), [
    'joan@example.org',
    'alan@example.org',
    'ada@example.org',
  ]);
});

test('what cannot be an address is not sent as one', () => {
  assert.equal(isAddress('ada@example.org'), true);
  assert.equal(isAddress('nobody here'), false);
  assert.equal(isAddress('a@b@c'), false);
  assert.equal(isAddress(`${'a'.repeat(250)}@b.org`), false);
});

test('terms are for good, for a length, or until a moment, never two of them', () => {
  assert.deepEqual(termsRequest(forGood), {});
  assert.deepEqual(termsRequest({ length: '2h', at: '2099-01-01T12:00', reason: ' on call ' }), {
    range: '2h',
    reason: 'on call',
  });
  assert.deepEqual(termsRequest({ length: 'at', at: '2099-01-01T12:00', reason: '' }), {
    validUntil: new Date('2099-01-01T12:00').toISOString(),
  });
});

test('an end has to be given, and to lie ahead', () => {
  const now = new Date('2030-01-02T12:00').getTime();
  const until = (at: string) => termsObstacle({ length: 'at', at, reason: '' }, now);
  assert.match(until('') ?? '', /choose when/);
  assert.match(until('2030-01-01T12:00') ?? '', /in the future/);
  assert.equal(until('2030-01-03T12:00'), undefined);
  assert.equal(termsObstacle(forGood, now), undefined);
});

test('the groups above are found by every way, and not those beside or below', () => {
  const edge = (child: string, parent: string) => ({
    child,
    parent,
    state: 'active' as const,
    validUntil: null,
  });
  const edges = [edge('api', 'backend'), edge('backend', 'all'), edge('api', 'oncall')];
  const tree = { nodes: [], edges: [...edges, edge('oncall', 'all'), edge('front', 'all')] };
  assert.deepEqual([...groupsAbove(tree, 'api')].sort(), ['all', 'backend', 'oncall']);
  assert.deepEqual([...groupsAbove(tree, 'all')], []);
});

test('rights are put together by subject and condition, those that nothing asks for are counted', () => {
  const right = (action: string, where = '') => ({
    subject: 'secrets',
    action,
    text: `${action} secrets${where}`,
  });
  const rights = [right('edit'), right('create', ' where environment is `dev`'), right('delete')];
  const { groups, unasked } = rightGroups(rights, 'project');
  assert.deepEqual(groups, [
    { subject: 'secrets', actions: ['edit', 'delete'], where: '' },
    { subject: 'secrets', actions: ['create'], where: 'environment is `dev`' },
  ]);
  assert.equal(unasked, 0);
  const idle = { subject: 'webhooks', action: 'read', text: 'see webhooks' };
  assert.equal(rightGroups([...rights, idle], 'project').unasked, 1);
});
