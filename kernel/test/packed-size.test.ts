import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  added,
  altered,
  type Change,
  decide,
  type Edge,
  type Grant,
  removed,
  World,
} from '../src/index.ts';
import { compileGlob } from '../src/rules/glob.ts';
import { plainGlob } from '../src/rules/plain-glob.ts';
import { edgeOf, grantOf, memberOf, projectOf, roleOf } from './build.ts';

/** Columns against maps: after any additions, changes and removals a world says what plain maps say. */

const sources = ['manual', 'scim', 'oidc', 'saml', 'ldap', 'rule'] as const;
const one = (most: number) => fc.nat({ max: most - 1 });
const ids = fc.oneof(
  one(400).map((n) => `${n.toString(16).padStart(8, '0')}-0000-7000-8000-${'0'.repeat(12)}`),
  one(400).map((n) => `ffffffff-ffff-4fff-bfff-${n.toString(16).padStart(12, '0')}`),
  one(50).map((n) => `ABCDEF00-0000-4000-8000-${String(n).padStart(12, '0')}`),
  one(50).map((n) => `odd ${n}`),
);
const windows = fc.constantFrom(
  { from: null, until: null },
  { from: 5, until: null },
  { from: -1.5, until: 2 ** 41 },
);
const edges = fc
  .record(
    {
      id: ids,
      member: one(60),
      group: one(12),
      memberKind: fc.constantFrom('principal', 'group'),
      source: fc.constantFrom(...sources),
      reason: fc.option(fc.constantFrom('on call', '')),
      addedBy: fc.option(fc.constantFrom('ann', 'ben')),
      addedAt: fc.constantFrom(0, 1.5, 2 ** 45),
      window: windows,
    },
    { noNullPrototype: true },
  )
  .map(({ window, member, group, ...given }) =>
    edgeOf(`m${member}`, `g${group}`, { ...given, ...window } as Partial<Edge>),
  );
const grants = fc
  .record({ id: ids, holder: one(12), project: one(6), window: windows }, { noNullPrototype: true })
  .map(({ id, holder, project, window }) =>
    grantOf(`h${holder}`, `p${project}`, 'viewer', { id, ...window }),
  );

const many = { minLength: 200, maxLength: 1500, size: 'max' } as const;
const sorted = <T extends { id: string }>(all: Iterable<T>): T[] =>
  [...all].sort((a, b) => (a.id < b.id ? -1 : 1));

test('edges in columns are found by id, from below and from above, whatever came and went', () => {
  const step = fc.tuple(edges, fc.boolean());
  fc.assert(
    fc.property(fc.array(step, many), (steps) => {
      const world = new World();
      const model = new Map<string, Edge>();
      for (const [edge, stays] of steps) {
        world.apply([stays ? added('edge', edge) : removed('edge', edge)]);
        if (stays) model.set(edge.id, edge);
        else model.delete(edge.id);
      }
      assert.equal(world.count('edge'), model.size);
      assert.deepEqual(sorted(world.all('edge')), sorted(model.values()));
      for (const [{ id, member, group }] of steps) {
        assert.deepEqual(world.get('edge', id), model.get(id));
        const all = [...model.values()];
        assert.deepEqual(
          sorted(world.edgesUp(member)),
          sorted(all.filter((e) => e.member === member)),
        );
        assert.deepEqual(
          sorted(world.edgesDown(group)),
          sorted(all.filter((e) => e.group === group)),
        );
      }
    }),
    { numRuns: 3 },
  );
});

test('grants are found by holder and project, whatever came and went', () => {
  const step = fc.tuple(grants, fc.boolean());
  fc.assert(
    fc.property(fc.array(step, many), (steps) => {
      const world = new World();
      const model = new Map<string, Grant>();
      for (const [grant, stays] of steps) {
        const change: Change = stays ? added('grant', grant) : removed('grant', grant);
        world.apply([change]);
        if (stays) model.set(grant.id, grant);
        else model.delete(grant.id);
      }
      for (const [{ holder, project }] of steps) {
        const all = [...model.values()];
        const held = all.filter((g) => g.holder === holder);
        assert.deepEqual(sorted(world.grantsOf(holder)), sorted(held));
        assert.deepEqual(
          sorted(world.grantsOn(project)),
          sorted(all.filter((g) => g.project === project)),
        );
        assert.deepEqual(
          sorted(world.grants(holder, project)),
          sorted(held.filter((g) => g.project === project)),
        );
      }
      assert.deepEqual(sorted(world.all('grant')), sorted(model.values()));
    }),
    { numRuns: 3 },
  );
});

test('a world that is emptied keeps no name', () => {
  const world = new World();
  const edge = edgeOf('ann', 'engineers', { addedBy: 'ben' });
  const grant = grantOf('ann', 'engine', 'viewer');
  world.apply([added('edge', edge), added('grant', grant)]);
  world.apply([removed('edge', edge), removed('grant', grant)]);
  const { nodes, projectNames } = world.packed;
  assert.deepEqual(
    [nodes.find('ann'), nodes.find('engineers'), projectNames.find('engine')],
    [-1, -1, -1],
  );
  world.apply([added('edge', edgeOf('cleo', 'designers'))]);
  assert.equal(nodes.size, 2);
});

test('roles with the same rules share them compiled, and part when one of them changes', () => {
  const reads = [{ subject: 'secrets', action: 'edit' }];
  const [one, other] = [roleOf('R1', 'P', reads), roleOf('R2', 'P', reads)];
  const world = new World().apply([
    added('project', projectOf('P')),
    added('member', memberOf('ann')),
    added('member', memberOf('ben')),
    added('role', one),
    added('role', other),
    added('grant', grantOf('ann', 'P', 'R1')),
    added('grant', grantOf('ben', 'P', 'R2')),
  ]);
  const mayEdit = () =>
    ['ann', 'ben'].map((principal) =>
      decide(world, { principal, project: 'P', subject: 'secrets', action: 'edit' }, 0),
    );
  assert.deepEqual(mayEdit(), [true, true]);
  const without = { ...one, rules: [] };
  world.apply([altered('role', one, without)]);
  assert.deepEqual(mayEdit(), [false, true]);
  world.apply([removed('role', other), altered('role', without, one)]);
  assert.deepEqual(mayEdit(), [true, false]);
});

test('a grant of a role that comes later gives its rules from then on', () => {
  const role = roleOf('R1', 'P', [{ subject: 'secrets', action: 'edit' }]);
  const world = new World().apply([
    added('project', projectOf('P')),
    added('member', memberOf('ann')),
    added('grant', grantOf('ann', 'P', 'R1')),
  ]);
  const question = { principal: 'ann', project: 'P', subject: 'secrets', action: 'edit' };
  assert.equal(decide(world, question, 0), false);
  assert.equal(decide(world.apply([added('role', role)]), question, 0), true);
});

test('the plain patterns match as all patterns do', () => {
  const part = fc.constantFrom('', 'a', 'b', 'a.b', '.x', 'é', '😀');
  const text = fc.array(part, { maxLength: 5 }).map((parts) => parts.join('/'));
  const tail = fc.constantFrom('', '/*', '/**', '*', '**', '/?', '/{a,b}', '/**/*');
  let plain = 0;
  fc.assert(
    fc.property(text, tail, text, (folder, end, path) => {
      const general = compileGlob(folder + end);
      const quick = general && plainGlob(folder + end);
      if (!quick) return;
      plain++;
      for (const one of [path, folder, `${folder}/`, `${folder}/${path}`, `${folder}${path}`])
        assert.equal(quick(one), general(one), `${folder + end} on ${one}`);
    }),
    { numRuns: 2000 },
  );
  assert.ok(plain > 200, `only ${plain} plain patterns`);
});
