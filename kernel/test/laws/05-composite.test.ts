import assert from 'node:assert/strict'
import { decide, type Instant, neededActions, type Rule } from '../../src/index.ts'
import { builtInRules, emptySnapshot, grantOf, memberOf, projectOf, roleOf } from '../build.ts'
import { routesOracle } from '../oracle.ts'
import { type Ask, asks, moments, worlds } from '../worlds.ts'
import { everyone, law, worldOf } from './law.ts'

law(
  'law 5, composite: the union of what each route allows on its own, less what any of them denies',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    const world = worldOf(snapshot)
    for (const principal of everyone)
      for (const ask of asked) {
        const routes = routesOracle(snapshot, principal, ask.project, at, builtInRules)
        const composed = neededActions(ask.subject, ask.action).every((action) => {
          const part = { ...ask, action }
          const allowed = routes.some(({ rules }) => mayByAlone(rules.filter(isAllow), part, at))
          return allowed && !routes.some(({ rules }) => isDeniedAlone(rules, part, at))
        })
        assert.equal(decide(world, { principal, ...ask }, at), composed)
      }
  },
)

const isAllow = ({ inverted }: Rule): boolean => inverted !== true

/** The answer when these rules are all there is. */
function mayByAlone(rules: readonly Rule[], ask: Ask, at: Instant): boolean {
  const role = roleOf('only', ask.project, rules)
  const world = worldOf({
    ...emptySnapshot,
    members: [memberOf('ann', { roles: ask.project === null ? ['only'] : [] })],
    projects: ask.project === null ? [] : [projectOf(ask.project)],
    grants: ask.project === null ? [] : [grantOf('ann', ask.project, 'only')],
    roles: [role],
  })
  return [ask.action, 'describeSecret'].includes(ask.action)
    ? decide(world, { principal: 'ann', ...ask }, at)
    : false
}

/** Whether the denies take what is otherwise allowed without conditions. */
function isDeniedAlone(rules: readonly Rule[], ask: Ask, at: Instant): boolean {
  const everything = { subject: ask.subject, action: ask.action }
  return !mayByAlone([everything, ...rules.filter((rule) => !isAllow(rule))], ask, at)
}
