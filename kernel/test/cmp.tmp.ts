import fc from 'fast-check'
import { builtInRules } from './build.ts'
import { mayOracle as may } from './oracle.ts'
import { moments, questions, worlds } from './worlds.ts'
import { World } from '../src/world.ts'
import { added } from '../src/change.ts'
import { decide } from '../src/decide.ts'
import { explain } from '../src/explain.ts'
const build = (w: any) => new World().apply([['member','members'],['group','groups'],['edge','edges'],['project','projects'],['grant','grants'],['role','roles']].flatMap(([k,t]) => w[t!].map((x: any) => added(k as any, x))))
const c: Record<string, number> = {}
const up = (k: string) => { c[k] = (c[k] ?? 0) + 1 }
let ms = 0
const t = Date.now()
fc.assert(fc.property(worlds, fc.array(questions, {minLength: 10, maxLength: 10}), moments, (w, qs, at) => {
  const k = build(w)
  for (const q of qs) { const s = performance.now(); const m = may(w, q, at, builtInRules); ms += performance.now() - s; if (decide(k, q, at) !== m) throw new Error('decide ' + m + JSON.stringify(q)); if (explain(k, q, at).allowed !== m) throw new Error('explain ' + m + JSON.stringify(q)); }
}), { numRuns: +(process.argv[2] ?? 2000) })
console.log(Date.now() - t, 'oracle', ms)
fc.assert(fc.property(worlds, fc.array(questions, {minLength: 10, maxLength: 10}), moments, (w, qs, at) => {
  const strip = (rs: any) => rs?.filter((r: any) => !r.inverted)
  const noDeny = { ...w, roles: w.roles.map(r => ({...r, rules: strip(r.rules)})), grants: w.grants.map(g => ({...g, rules: g.rules && strip(g.rules)})) }
  const noCond = { ...w, roles: w.roles.map(r => ({...r, rules: r.rules.map(x => x.inverted ? x : ({...x, conditions: {}}))})), grants: w.grants.map(g => ({...g, rules: g.rules && g.rules.map(x => x.inverted ? x : ({...x, conditions: {}}))})) }
  const flat = { ...w, edges: w.edges.filter(e => e.memberKind === 'principal') }
  const always = { ...w, edges: w.edges.map(e => ({...e, from: null, until: null})), grants: w.grants.map(g => ({...g, from: null, until: null})) }
  const allActive = { ...w, groups: w.groups.map(g => ({...g, status: 'active' as const})) }
  const allMem = { ...w, members: w.members.map(g => ({...g, status: 'active' as const})) }
  for (const q of qs) {
    const a = may(w, q, at, builtInRules); up('n'); if (a) up('yes')
    if (q.subject === 'secrets') { up('secrets'); if (a) up('secrets yes') }
    if (may(noDeny, q, at, builtInRules) !== a) up('deny decides')
    if (may(noCond, q, at, builtInRules) !== a) up('cond decides')
    if (may(flat, q, at, builtInRules) !== a) up('nesting decides')
    if (may(always, q, at, builtInRules) !== a) up('time decides')
    if (may(allActive, q, at, builtInRules) !== a) up('group status decides')
    if (may(allMem, q, at, builtInRules) !== a) up('member status decides')
  }
}), { numRuns: 1000 })
console.log(c)
