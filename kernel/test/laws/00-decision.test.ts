import assert from 'node:assert/strict'
import { type Id, type Instant, liveRoutes, type Route, type World } from '../../src/index.ts'
import { builtInRules } from '../build.ts'
import { type OracleRoute, routesOracle } from '../oracle.ts'
import { asks, moments, worlds } from '../worlds.ts'
import { answers, everyone, expected, law, worldOf } from './law.ts'

law('the decision is the oracle’s', [worlds, asks, moments], (snapshot, asked, at) => {
  assert.deepEqual(answers(worldOf(snapshot), asked, at), expected(snapshot, asked, at))
})

law('the live routes are the oracle’s', [worlds, moments], (snapshot, at) => {
  const world = worldOf(snapshot)
  for (const principal of everyone)
    for (const project of [null, 'P0', 'P1', 'gone']) {
      const routes = routesOracle(snapshot, principal, project, at, builtInRules)
      assert.deepEqual(chainsIn(world, principal, project, at), routes.map(oracleChain).sort())
    }
})

/** Each route as one text, so that sets of routes can be compared. */
const chainsIn = (world: World, principal: Id, project: Id | null, at: Instant): string[] =>
  liveRoutes(world, principal, project, at).map(chain).sort()

function chain({ path, source }: Route): string {
  const end = source.kind === 'grant' ? source.grant.id : `role ${source.role}`
  return [...path.map(({ id }) => id), end].join(' > ')
}

function oracleChain({ edges, through }: OracleRoute): string {
  const end = Object.entries(through).map(([kind, id]) => (kind === 'grant' ? id : `role ${id}`))
  return [...edges, ...end].join(' > ')
}
