import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mayOracle, type Snapshot } from '../spec/oracle.ts';
import { added, type Change, decide, type Edge, type Rule, removed, World } from '../src/index.ts';
import { builtInRules, edgeOf, grantOf, groupOf, memberOf, projectOf } from './build.ts';

/** Half a million edges: the answers are those of the slow evaluator, and an edge takes bytes, not an object. */

const users = 100_000;
const groupCount = 1000;
const edgesOfUser = 5;
const mostBytes = 100;
const at = 1000;

const uuid = (kind: number, number: number): string =>
  `00000000-0000-7000-8000-${(kind * 2 ** 32 + number).toString(16).padStart(12, '0')}`;
const user = (number: number) => uuid(1, number);
const group = (number: number) => uuid(2, number);
const project = (number: number) => uuid(3, number);

/** The n-th edge of a user: every seventh is over, every eleventh has yet to begin. */
function edge(number: number, n: number): Edge {
  const index = number * edgesOfUser + n;
  return edgeOf(user(number), group((number * 31 + n * n * 7 + n) % groupCount), {
    id: uuid(4, index),
    addedAt: index,
    addedBy: user(0),
    ...(index % 7 === 0 ? { until: at } : index % 11 === 0 ? { from: at + 1 } : {}),
  });
}
const edgesOf = (number: number): Edge[] =>
  Array.from({ length: edgesOfUser }, (_, n) => edge(number, n));

const rule: Rule = { subject: 'secrets', action: 'edit' };
const projects = Array.from({ length: 20 }, (_, number) => projectOf(project(number)));
const groups = Array.from({ length: groupCount }, (_, number) =>
  groupOf(group(number), { status: number % 17 === 0 ? 'suspended' : 'active' }),
);
const nested = groups.flatMap(({ id }, number) =>
  number % 5 === 4
    ? [edgeOf(id, group(number - 3), { id: uuid(5, number), memberKind: 'group' })]
    : [],
);
const grants = groups.flatMap(({ id }, number) =>
  number % 4 === 0
    ? [
        grantOf(id, project(number % 20), [{ ...rule, inverted: number % 40 === 0 }], {
          id: uuid(6, number),
          holderKind: 'group',
        }),
      ]
    : [],
);

const asAdded = (edges: readonly Edge[]): Change[] => edges.map((one) => added('edge', one));

function* inSlices(changesOf: (number: number) => Change[]): Iterable<Change[]> {
  for (let from = 0; from < users; from += 1000)
    yield Array.from({ length: 1000 }, (_, n) => changesOf(from + n)).flat();
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
function reading(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What is in use once nothing more is freed: the memory of typed arrays goes some collections after them. */
function bytes(): number {
  let least = reading();
  for (let quiet = 0; quiet < 3; ) {
    const now = reading();
    quiet = now < least ? 0 : quiet + 1;
    least = Math.min(least, now);
  }
  return least;
}

function agreesWithTheOracle(world: World, edgesLeft: (number: number) => Edge[]): void {
  let yes = 0;
  for (let number = 0; number < users; number += 997) {
    const snapshot: Snapshot = {
      members: [memberOf(user(number))],
      groups,
      edges: [...edgesLeft(number), ...nested],
      projects,
      grants,
      roles: [],
      managers: [],
    };
    for (let n = 0; n < 3; n++) {
      const question = {
        principal: user(number),
        project: project((number + n * 4) % 20),
        ...rule,
        action: 'edit',
      };
      const expected = mayOracle(snapshot, question, at, builtInRules);
      assert.equal(decide(world, question, at), expected);
      if (expected) yes++;
    }
  }
  assert.ok(yes > 10, `only ${yes} questions are answered with yes`);
}

test('half a million edges: answers as the oracle’s, before and after a third of them went, and no object an edge', () => {
  const world = new World().apply([
    ...projects.map((one) => added('project', one)),
    ...groups.map((one) => added('group', one)),
    ...grants.map((one) => added('grant', one)),
    ...asAdded(nested),
  ]);
  for (const slice of inSlices((number) => [
    added('member', memberOf(user(number), { membership: uuid(7, number) })),
  ]))
    world.apply(slice);
  const before = bytes();
  for (const slice of inSlices((number) => asAdded(edgesOf(number)))) world.apply(slice);
  const each = (bytes() - before) / (users * edgesOfUser);
  assert.equal(world.count('edge'), users * edgesOfUser + nested.length);
  assert.ok(each < mostBytes, `${each.toFixed(0)} bytes an edge`);
  agreesWithTheOracle(world, edgesOf);
  const goes = ({ addedAt }: Edge) => addedAt % 3 === 0;
  for (const slice of inSlices((number) =>
    edgesOf(number)
      .filter(goes)
      .map((one) => removed('edge', one)),
  ))
    world.apply(slice);
  agreesWithTheOracle(world, (number) => edgesOf(number).filter((one) => !goes(one)));
  assert.deepEqual(world.get('edge', uuid(4, 1)), edge(0, 1));
  assert.equal(world.get('edge', uuid(4, 3)), undefined);
});
