import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { added, type Change, type Id, World } from '@coterie/kernel';
import { bytesOf } from '../../src/access/held.ts';

type Scale = { members: number; groups: number; edges: number; projects: number; grants: number };
const gibibyte = 2 ** 30;

const ids = (count: number): Id[] => Array.from({ length: count }, () => randomUUID());
const nth = <T>(pool: readonly T[], n: number): T => pool[n % pool.length] as T;

/** An organization as they are: everyone in a few groups, groups in projects, a role in every third project. */
function organization({ members, groups, edges, projects, grants }: Scale): World {
  const [people, teams, places] = [ids(members), ids(groups), ids(projects)];
  const always = { from: null, until: null };
  const named = (id: Id) => ({ id, name: `A name of it ${id.slice(0, 8)}`, slug: id.slice(0, 18) });
  const role = (project: Id) => ({ ...named(randomUUID()), project, description: null });
  const reads = (environment: string) => ({
    subject: 'secrets',
    action: 'readValue',
    conditions: { environment },
  });
  const roles = places.filter((_, n) => n % 3 === 0).map(role);
  const facts: Change[] = [
    ...places.map((id) => added('project', named(id))),
    ...roles.map((one, n) => added('role', { ...one, rules: [reads('dev'), reads(`e${n}`)] })),
    ...people.map((id) =>
      added('member', {
        id,
        membership: randomUUID(),
        kind: 'user',
        status: 'active',
        roles: ['member'],
      }),
    ),
    ...teams.map((id) =>
      added('group', { ...named(id), description: null, role: 'no-access', status: 'active' }),
    ),
    ...Array.from({ length: edges }, (_, n) =>
      added('edge', {
        ...{ id: randomUUID(), ...always, source: 'manual', memberKind: 'principal', reason: null },
        ...{ member: nth(people, n), group: nth(teams, n + Math.floor(n / members)) },
        ...{ addedBy: nth(people, 0), addedAt: 1.7e12 + n },
      }),
    ),
    ...Array.from({ length: grants }, (_, n) =>
      added('grant', {
        ...{
          id: randomUUID(),
          membership: randomUUID(),
          ...always,
          range: null,
          rules: null,
          slug: null,
        },
        ...{ holder: nth(teams, n), holderKind: 'group', createdAt: 1.7e12 + n },
        ...{ project: nth(places, n + Math.floor(n / groups)), role: 'viewer' },
      }),
    ),
  ];
  return new World().apply(facts);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** What is in use once nothing more is freed: the memory of typed arrays goes some collections after them. */
function bytesInUse(): number {
  for (let n = 0; n < 4; n++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The bytes that a world of this scale takes, measured on so many, and those that it is said to take. */
function measured(scale: Scale, count: number): { real: number; said: number } {
  organization(scale);
  const before = bytesInUse();
  const worlds = Array.from({ length: count }, () => organization(scale));
  const real = (bytesInUse() - before) / count;
  return { real, said: worlds.reduce((sum, world) => sum + bytesOf(world), 0) / count };
}

const ofFifty: Scale = { members: 50, groups: 8, edges: 100, projects: 10, grants: 30 };
const scales: Record<string, [Scale, count: number]> = {
  'of one person': [{ members: 1, groups: 1, edges: 1, projects: 1, grants: 1 }, 300],
  'of 50 people': [ofFifty, 300],
  'of 20,000 people': [
    { members: 20_000, groups: 200, edges: 100_000, projects: 200, grants: 2000 },
    1,
  ],
};

describe('the estimate of what a world takes in memory', () => {
  for (const [name, [scale, count]] of Object.entries(scales))
    it(`is near enough for an organization ${name}`, (t) => {
      const { real, said } = measured(scale, count);
      t.diagnostic(`${Math.round(real)} bytes, said to be ${Math.round(said)}`);
      assert.ok(said > 0.8 * real, 'more than was said');
      assert.ok(said < 2.5 * real, 'far less than was said');
    });

  it('10,000 organizations of 50 people are held within two gibibytes', () => {
    assert.ok(10_000 * bytesOf(organization(ofFifty)) < 2 * gibibyte);
  });
});
