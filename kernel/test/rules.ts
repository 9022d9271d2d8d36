import fc, { type Arbitrary } from 'fast-check'
import type { ConditionValue, Conditions, Id, Rule } from '../src/facts.ts'
import type { Attributes } from './oracle-conditions.ts'

/** Rules and the attributes of questions, drawn from the same small pools so that they meet often. */

const environments = ['dev', 'prod']
const paths = ['/', '/api', '/api/x', '/api/x/y', '/prod', '/prod/eu', '/.hidden/x', '/a.b']
const names = ['TOKEN', 'DB_URL', 'db_url']
const tags = ['red', 'green', 'blue']
const patterns = [
  '/', '/*', '/**', '/api', '/api/*', '/api/**', '/**/x', '/prod*', '/{api,prod}/**', '/api/?', '/a?b',
  '/[ap]*', '/[!p]*/**', '/[a-p]pi/*', '*', '**', 'DB_*', 'prod', '*o*',
]

const among = (pool: readonly string[]) => fc.constantFrom(...pool)
const some = (pool: readonly string[]) => fc.subarray([...pool])

const comparison = (pool: readonly string[]): Arbitrary<ConditionValue> =>
  fc.oneof(
    among(pool),
    fc.record({ $eq: among(pool) }, plain),
    fc.record({ $ne: among(pool) }, plain),
    fc.record({ $in: some(pool) }, plain),
    fc.record({ $glob: among(patterns) }, plain),
    fc.record({ $ne: among(pool), $glob: among(patterns) }, plain),
  )

const tagComparison: Arbitrary<ConditionValue> = fc.oneof(
  comparison(tags),
  fc.record({ $all: some(tags) }, plain),
  fc.record({ $in: some(tags), $all: some(tags) }, plain),
)

const metadataComparison: Arbitrary<ConditionValue> = fc.record({
  $elemMatch: fc.record(
    { key: comparison(['team', 'tier']), value: comparison(['core', 'gold']) },
    { requiredKeys: [], noNullPrototype: true },
  ),
})

/** What no evaluator can read: it never allows, and it never stops a deny. */
const unreadable: Arbitrary<ConditionValue> = fc.constantFrom<ConditionValue[]>(
  { $regex: 'dev' },
  { $in: 'dev' },
  { $eq: ['dev'] },
  { $ne: 7 },
  { $all: [1] },
  { $glob: '!(dev)' },
  { $glob: '+(a)' },
  { $glob: '' },
  { $glob: `/${'a'.repeat(512)}` },
  { $elemMatch: 'dev' },
  { $eq: 'dev', $regex: 'dev' },
  7 as unknown as ConditionValue,
  null as unknown as ConditionValue,
)

const conditions: Arbitrary<Conditions> = fc.oneof(
  { weight: 9, arbitrary: readable() },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom('environment', 'owner', 'constructor'), unreadable, { maxKeys: 2, noNullPrototype: true }),
  },
)

/** One or two keys: more would seldom hold all at once. */
function readable(): Arbitrary<Conditions> {
  const comparisons: Record<string, Arbitrary<ConditionValue>> = {
    environment: comparison(environments),
    secretPath: fc.oneof(
      among(patterns).map(($glob) => ({ $glob })),
      comparison(paths),
    ),
    secretName: comparison(names),
    secretTags: tagComparison,
    metadata: metadataComparison,
  }
  return fc
    .subarray(Object.entries(comparisons), { minLength: 1, maxLength: 2 })
    .chain((some) => fc.record(Object.fromEntries(some)))
}

/** What a question may say of the thing asked about; any of it may be missing, and some of it is nonsense. */
export const attributes: Arbitrary<Attributes | undefined> = fc.oneof(
  { weight: 4, arbitrary: fc.record(known(), { noNullPrototype: true }) },
  { weight: 4, arbitrary: fc.record(known(), { requiredKeys: [], noNullPrototype: true }) },
  { weight: 1, arbitrary: fc.constantFrom(undefined, {}, { environment: 7 }, { secretPath: null }) },
)

function known() {
  return {
    environment: among(environments),
    secretPath: among(paths),
    secretName: among(names),
    secretTags: some(tags),
    metadata: fc.array(
      fc.record({ key: among(['team', 'tier']), value: among(['core', 'gold']) }, { requiredKeys: ['key'], noNullPrototype: true }),
      { maxLength: 3 },
    ),
  }
}

type Pair = { subject: string; actions: readonly string[] }
const secrets: Pair = {
  subject: 'secrets',
  actions: ['read', 'describeSecret', 'readValue', 'edit'],
}
const projectPairs: Pair[] = [
  secrets,
  secrets,
  secrets,
  { subject: 'secret-folders', actions: ['read', 'edit'] },
  { subject: 'project', actions: ['edit'] },
  { subject: 'workspace', actions: ['edit'] },
  { subject: 'webhooks', actions: ['read', 'unheard-of'] },
]
const organizationPairs: Pair[] = [
  { subject: 'groups', actions: ['read', 'edit', 'add-members'] },
  { subject: 'project', actions: ['create'] },
  { subject: 'workspace', actions: ['create'] },
]
const pairs = (project: Id | null) =>
  fc.constantFrom(...(project === null ? organizationPairs : projectPairs))

/** A subject and action that rules of this level speak of. */
export const acts = (project: Id | null): Arbitrary<{ subject: string; action: string }> =>
  pairs(project).chain(({ subject, actions }) =>
    among(actions).map((action) => ({ subject, action })),
  )

const rule = (project: Id | null, inverted: boolean): Arbitrary<Rule> =>
  pairs(project).chain(({ subject, actions }) =>
    fc.record(
      {
        subject: fc.constant(subject),
        action: fc.oneof(among(actions), fc.subarray([...actions], { minLength: 1 })),
        inverted: fc.constant(inverted),
        conditions,
      },
      { requiredKeys: inverted ? ['subject', 'action', 'inverted'] : ['subject', 'action'], noNullPrototype: true },
    ),
  )

export const allows = (project: Id | null): Arbitrary<Rule> => rule(project, false)
export const denies = (project: Id | null): Arbitrary<Rule> => rule(project, true)

export const rules = (project: Id | null): Arbitrary<Rule[]> =>
  fc.array(
    fc.oneof({ weight: 3, arbitrary: allows(project) }, { weight: 1, arbitrary: denies(project) }),
    { minLength: 1, maxLength: 4 },
  )
