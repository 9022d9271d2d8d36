import fc from 'fast-check'
import { builtInRules } from './build.ts'
import { mayOracle } from './oracle.ts'
import { moments, questionsIn, worlds } from './worlds.ts'
import { World } from '../src/world.ts'
import { added } from '../src/change.ts'
import { decide } from '../src/decide.ts'
import { explain } from '../src/explain.ts'
const build = (w: any) => new World().apply([['member','members'],['group','groups'],['edge','edges'],['project','projects'],['grant','grants'],['role','roles']].flatMap(([k,t]) => w[t!].map((x: any) => added(k as any, x))))
const t = Date.now()
fc.assert(fc.property(worlds.chain((w) => fc.tuple(fc.constant(w), fc.array(questionsIn(w), {minLength: 10, maxLength: 10}), moments)), ([w, qs, at]) => {
  const k = build(w)
  for (const q of qs) { const m = mayOracle(w, q, at, builtInRules); if (decide(k, q, at) !== m) throw new Error('decide ' + m + JSON.stringify(q)); if (explain(k, q, at).allowed !== m) throw new Error('explain ' + m + JSON.stringify(q)); }
}), { numRuns: +(process.argv[2] ?? 2000) })
console.log(Date.now() - t)
