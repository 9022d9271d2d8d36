import fc, { type Arbitrary } from 'fast-check';
import type { Attributes } from '../spec/conditions.ts';
import type { Level } from '../spec/oracle.ts';
import type { Conditions, ConditionValue, Rule } from '../src/facts.ts';

/** Rules, and what questions say of things: both drawn from the same small pools, so that they meet often. */

const environments = ['dev', 'prod'];
const paths = ['/', '/api', '/api/x', '/api/x/y', '/prod', '/prod/eu', '/.hidden/x', '/a.b'];
const names = ['TOKEN', 'DB_URL', 'db_url'];
const tags = ['red', 'green', 'blue'];
const patterns = [
  ...['/', '/*', '/**', '/api', '/api/*', '/api/**', '/**/x', '/prod*', '/{api,prod}/**', '/api/?'],
  ...['/a?b', '/[ap]*', '/[!p]*/**', '/[a-p]pi/*', '*', '**', 'DB_*', 'prod', '*o*'],
];

const among = <T>(pool: readonly T[]): Arbitrary<T> => fc.constantFrom(...pool);
const some = (pool: readonly string[]): Arbitrary<string[]> => fc.subarray([...pool]);
const operator = (name: string, operands: Arbitrary<unknown>): Arbitrary<ConditionValue> =>
  operands.map((operand) => ({ [name]: operand }));
const both = (one: Arbitrary<ConditionValue>, other: Arbitrary<ConditionValue>) =>
  fc.tuple(one, other).map((all): ConditionValue => Object.assign({}, ...all));

const glob = operator('$glob', among(patterns));
const comparison = (pool: readonly string[]): Arbitrary<ConditionValue> =>
  fc.oneof(
    among(pool),
    operator('$eq', among(pool)),
    operator('$ne', among(pool)),
    operator('$in', some(pool)),
    glob,
    both(operator('$ne', among(pool)), glob),
  );

const tagComparison = fc.oneof(
  comparison(tags),
  operator('$all', some(tags)),
  both(operator('$in', some(tags)), operator('$all', some(tags))),
);

const inMetadata = operator(
  '$elemMatch',
  fc.record(
    { key: comparison(['team', 'tier']), value: comparison(['core', 'gold']) },
    { requiredKeys: [], noNullPrototype: true },
  ),
);

/** What no evaluator can read: it never allows, and it never stops a deny. */
const unreadable: Arbitrary<ConditionValue> = among([
  { $regex: 'dev' },
  { $in: 'dev' },
  { $eq: ['dev'] },
  { $ne: 7 },
  { $all: [1] },
  { $all: 'dev' },
  { $glob: '!(dev)' },
  { $glob: '/+(a)' },
  { $glob: '' },
  { $glob: `/${'*'.repeat(512)}` },
  { $elemMatch: 'dev' },
  { $eq: 'dev', $regex: 'dev' },
  7 as unknown as ConditionValue,
  null as unknown as ConditionValue,
]);

/** What may be said of each attribute in a condition. */
const comparisons = {
  environment: comparison(environments),
  secretPath: fc.oneof(glob, comparison(paths)),
  secretName: comparison(names),
  secretTags: tagComparison,
  metadata: inMetadata,
};
const keys = Object.keys(comparisons) as (keyof typeof comparisons)[];

type Condition = readonly [key: string, value: ConditionValue];
const condition: Arbitrary<Condition> = fc.oneof(
  ...keys.map((key) => ({
    weight: key === 'environment' || key === 'secretPath' ? 4 : 2,
    arbitrary: comparisons[key].map((value) => [key, value] as const),
  })),
  {
    weight: 1,
    arbitrary: fc.tuple(among(['environment', 'owner', 'constructor']), unreadable),
  },
);

/** Two conditions on the same attribute, of which one may be within the other. */
export const rivals: Arbitrary<[Conditions, Conditions]> = fc.oneof(
  ...keys.map((key) =>
    fc
      .tuple(comparisons[key], comparisons[key])
      .map(([one, other]): [Conditions, Conditions] => [{ [key]: one }, { [key]: other }]),
  ),
);

/** A few conditions: more would seldom hold all at once. */
export const conditions: Arbitrary<Conditions> = fc
  .array(condition, { minLength: 1, maxLength: 3 })
  .map((all) => Object.fromEntries(all));

const known = {
  environment: among(environments),
  secretPath: among(paths),
  secretName: among(names),
  secretTags: some(tags),
  metadata: fc.array(
    fc.record(
      { key: among(['team', 'tier']), value: among(['core', 'gold']) },
      { requiredKeys: ['key'], noNullPrototype: true },
    ),
    { maxLength: 3 },
  ),
};

/** Any attribute may be missing, and some are nonsense. */
export const attributes: Arbitrary<Attributes> = fc.oneof(
  { weight: 4, arbitrary: fc.record(known, { noNullPrototype: true }) },
  { weight: 4, arbitrary: fc.record(known, { requiredKeys: [], noNullPrototype: true }) },
  { weight: 1, arbitrary: among([{}, { environment: 7 }, { secretPath: null }]) },
);

type Acts = { subject: string; actions: readonly string[] };
const secrets: Acts = {
  subject: 'secrets',
  actions: ['read', 'describeSecret', 'readValue', 'edit'],
};
const spokenOf: Record<Level, Acts[]> = {
  project: [
    secrets,
    secrets,
    secrets,
    { subject: 'secret-folders', actions: ['read', 'edit'] },
    { subject: 'project', actions: ['edit'] },
    { subject: 'workspace', actions: ['edit'] },
    { subject: 'webhooks', actions: ['read'] },
  ],
  organization: [
    { subject: 'groups', actions: ['read', 'edit', 'add-members'] },
    { subject: 'project', actions: ['create'] },
    { subject: 'workspace', actions: ['create'] },
  ],
};

/** A subject, and one action on it, that rules of this level speak of. */
export const acts = (level: Level): Arbitrary<{ subject: string; action: string }> =>
  among(
    spokenOf[level].flatMap(({ subject, actions }) =>
      actions.map((action) => ({ subject, action })),
    ),
  );

function rule(level: Level, inverted: boolean): Arbitrary<Rule> {
  const named = spokenOf[level].flatMap(({ subject, actions }) => [
    ...actions.map((action) => ({ subject, action })),
    { subject, action: actions },
    { subject, action: actions.slice(0, 2) },
  ]);
  const sign = inverted ? { inverted } : {};
  return fc
    .tuple(among(named), fc.option(conditions, { nil: undefined, freq: 2 }))
    .map(([act, held]) => ({
      ...act,
      ...sign,
      ...(held === undefined ? {} : { conditions: held }),
    }));
}

export const allows = (level: Level): Arbitrary<Rule> => rule(level, false);
export const denies = (level: Level): Arbitrary<Rule> => rule(level, true);

export const rules = (level: Level): Arbitrary<Rule[]> =>
  fc.array(
    fc.oneof({ weight: 5, arbitrary: allows(level) }, { weight: 1, arbitrary: denies(level) }),
    { minLength: 1, maxLength: 4 },
  );
