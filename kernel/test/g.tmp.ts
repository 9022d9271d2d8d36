import fc from 'fast-check'
import pm from 'picomatch'
import { globMatches, isGlob } from './oracle-glob.ts'
import { compileGlob } from '../src/glob.ts'
const piece = fc.constantFrom('a','b','.','-','*','?','[ab]','[!a]','[a-b]','{a,b}','{a,b*}','{ab,b/a}')
const seg = fc.oneof({weight:1, arbitrary: fc.constant('**')}, {weight:4, arbitrary: fc.array(piece, {minLength:1, maxLength:3}).map(x=>x.join(''))})
const pat = fc.array(seg, {minLength:1, maxLength:4}).map(s => '/' + s.join('/'))
const text = fc.array(fc.array(fc.constantFrom('a','b','.','-'),{minLength:1,maxLength:3}).map(x=>x.join('')).filter(s => s !== '.' && s !== '..'), {minLength:0,maxLength:4}).map(s => '/' + s.join('/'))
let n = 0, k = 0; const bad: any = {}
fc.assert(fc.property(pat, fc.array(text, {minLength: 20, maxLength: 20}), (p, ts) => {
  const m = pm(p, {dot: true, posix: true})
  const c = compileGlob(p)
  for (const t of ts) { n++; const o = globMatches(p, t); if (isGlob(p) !== (c !== null) || c?.(t) !== o) { k++; console.log('KERNEL', p, t, c?.(t), o) }
   if (o !== m(t)) (bad[p] ??= []).push(`${t} words=${o} pico=${!o}`) }
}), {numRuns: 3000})
console.log(n, k, Object.keys(bad).length)
for (const [p, l] of (Object.entries(bad) as any).sort((a: any,b: any)=>a[0].length-b[0].length).slice(0,60)) console.log(p, l[0])
