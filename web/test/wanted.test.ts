import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asRequest, obstacle, wantedFrom } from '../src/parts/roles/wanted.ts';

const now = Date.UTC(2030, 0, 1, 12, 0, 30);
const inHours = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
const units = { m: 60_000, h: 3_600_000 };
const endOf = (start: string | undefined, range: string | undefined) => {
  const [, count, unit] = range?.match(/^(\d{1,5})([mh])$/) ?? [];
  return new Date(start ?? '').getTime() + Number(count) * units[unit as 'm' | 'h'];
};

test('a role without an end is asked for without one', () => {
  assert.deepEqual(asRequest(new Map([['viewer', '']]), now), [
    { role: 'viewer', isTemporary: false },
  ]);
});

test('a role with an end ends at exactly that moment, near or far, and has begun', () => {
  for (const hours of [0.1, 5, 24 * 60, 24 * 365 * 5]) {
    const until = inHours(hours);
    const [asked] = asRequest(new Map([['member', until]]), now);
    assert.equal(
      endOf(asked?.temporaryAccessStartTime, asked?.temporaryRange),
      new Date(until).getTime(),
    );
    assert.ok(
      new Date(asked?.temporaryAccessStartTime ?? '').getTime() <= now,
      `begins late for ${hours} h`,
    );
  }
});

test('one role has to be without an end, and every end in the future', () => {
  assert.match(obstacle(new Map(), now) ?? '', /at least one role/);
  assert.match(obstacle(new Map([['viewer', inHours(1)]]), now) ?? '', /without an end/);
  assert.match(
    obstacle(
      new Map([
        ['viewer', ''],
        ['member', inHours(-1)],
      ]),
      now,
    ) ?? '',
    /future/,
  );
  assert.equal(
    obstacle(
      new Map([
        ['viewer', ''],
        ['member', inHours(1)],
      ]),
      now,
    ),
    undefined,
  );
});

test('roles held are shown with their ends, a custom one by its slug, one that ran out not at all', () => {
  const held = {
    id: '1',
    role: 'custom',
    customRoleId: '2',
    customRoleName: 'Auditor',
    customRoleSlug: 'auditor',
    isTemporary: true,
    temporaryMode: 'relative',
    temporaryRange: '60m',
    temporaryAccessStartTime: inHours(0),
    temporaryAccessEndTime: '2030-01-01T13:00:00.000Z',
    createdAt: inHours(0),
    updatedAt: inHours(0),
  };
  const [[slug, until] = ['', '']] = wantedFrom([held], now);
  assert.equal(slug, 'auditor');
  assert.equal(new Date(until).toISOString(), '2030-01-01T13:00:00.000Z');
  assert.equal(wantedFrom([held], now + 7_200_000).size, 0);
});
