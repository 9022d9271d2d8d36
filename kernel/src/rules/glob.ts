/**
 * `$glob` as in picomatch with dot files matched: `*` and `?` within a segment, `**` any number of segments, none
 * included, `{a,b}` and `[a-z]`. Two-pointer matching: no pattern can make it slow (no backtracking beyond the last star).
 */

type Token = '*' | '?' | { literal: string } | { inside: string; not: boolean };
type Segment = '**' | Token[];

const longest = 512;
const mostAlternatives = 64;

/** Gives a matcher, or null for a pattern that is not understood (too long, negated or extended, an open bracket). */
export function compileGlob(pattern: string): ((text: string) => boolean) | null {
  const compiled = alternativesOf(pattern);
  return (
    compiled && ((text) => compiled.some((segments) => matchSegments(segments, text.split('/'))))
  );
}

function alternativesOf(pattern: string): Segment[][] | null {
  if (pattern.length === 0 || pattern.length > longest || /^!|[()]/.test(pattern)) return null;
  const compiled: Segment[][] = [];
  for (const one of expandBraces(pattern) ?? []) {
    const segments = parse(one);
    if (segments === null) return null;
    compiled.push(segments);
  }
  return compiled.length > 0 ? compiled : null;
}

/** Of a folder and all below it: whether every path there meets the pattern, or none does; null where some may. */
export function globBelow(pattern: string, folder: string): boolean | null {
  const path = folder === '/' ? [''] : folder.split('/');
  const known = alternativesOf(pattern)?.map((segments) => segmentsBelow(segments, path)) ?? [null];
  if (known.includes(true)) return true;
  return known.includes(null) ? null : false;
}

function segmentsBelow(pattern: readonly Segment[], path: readonly string[]): boolean | null {
  for (const [n, text] of path.entries()) {
    const segment = pattern[n];
    if (segment === '**') return n === pattern.length - 1 || null;
    if (segment === undefined || !matchText(segment, text)) return false;
  }
  return pattern[path.length] === '**' && pattern.length === path.length + 1 ? true : null;
}

/** Whether it can be shown that no text meets both patterns. */
export function globApart(one: string, other: string): boolean {
  const [mine, theirs] = [alternativesOf(one), alternativesOf(other)];
  return mine?.every((a) => theirs?.every((b) => segmentsApart(a, b)) === true) === true;
}

function segmentsApart(one: readonly Segment[], other: readonly Segment[]): boolean {
  for (let n = 0; n < Math.max(one.length, other.length); n++) {
    const [a, b] = [one[n], other[n]];
    if (a === '**' || b === '**') return false;
    if (a === undefined || b === undefined) return true;
    const [text, literal] = [literalOf(a), literalOf(b)];
    if (text !== null && !matchText(b, text)) return true;
    if (literal !== null && !matchText(a, literal)) return true;
  }
  return false;
}

function literalOf(tokens: Token[]): string | null {
  let text = '';
  for (const token of tokens) {
    if (typeof token !== 'object' || !('literal' in token)) return null;
    text += token.literal;
  }
  return text;
}

/** `/api/x/*` within `/api/**`: only a literal folder followed by everything below it can be shown to hold another. */
export function globWithin(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  if (!wide.endsWith('/**')) return false;
  const folder = wide.slice(0, -3);
  return (
    isLiteral(folder) &&
    !/[{}]/.test(narrow) &&
    (narrow === folder || narrow.startsWith(`${folder}/`)) &&
    !narrow.includes('..')
  );
}

function expandBraces(pattern: string): string[] | null {
  const open = pattern.indexOf('{');
  if (open < 0) return pattern.includes('}') ? null : [pattern];
  let depth = 0;
  const cuts = [open];
  for (let i = open; i < pattern.length; i++) {
    if (pattern[i] === '{') depth++;
    else if (pattern[i] === '}') depth--;
    else if (pattern[i] === ',' && depth === 1) cuts.push(i);
    if (depth > 0) continue;
    cuts.push(i);
    const out: string[] = [];
    for (let c = 0; c + 1 < cuts.length; c++) {
      const middle = pattern.slice((cuts[c] as number) + 1, cuts[c + 1]);
      const expanded = expandBraces(pattern.slice(0, open) + middle + pattern.slice(i + 1));
      if (expanded === null || out.length + expanded.length > mostAlternatives) return null;
      out.push(...expanded);
    }
    return cuts.length > 2 ? out : null;
  }
  return null;
}

function parse(pattern: string): Segment[] | null {
  const segments: Segment[] = [];
  for (const text of pattern.split('/')) {
    const segment = text === '**' ? '**' : parseSegment(text);
    if (segment === null) return null;
    if (!(segment === '**' && segments.at(-1) === '**')) segments.push(segment);
  }
  return segments;
}

/** By code points, as the text is taken too: a character outside the first plane is one. */
function parseSegment(text: string): Token[] | null {
  const chars = [...text];
  const tokens: Token[] = [];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] as string;
    if (char === '*') {
      if (tokens.at(-1) !== '*') tokens.push('*');
    } else if (char === '?') tokens.push('?');
    else if (char === '\\') {
      if (++i >= chars.length) return null;
      tokens.push({ literal: chars[i] as string });
    } else if (char === '[') {
      const close = chars.indexOf(']', i + 2);
      if (close < 0) return null;
      const not = chars[i + 1] === '!' || chars[i + 1] === '^';
      const inside = chars.slice(i + (not ? 2 : 1), close).join('');
      if (inside === '') return null;
      tokens.push({ inside, not });
      i = close;
    } else tokens.push({ literal: char });
  }
  return tokens;
}

const matchSegments = (pattern: Segment[], text: string[]): boolean =>
  twoPointers(
    pattern,
    text,
    (segment) => segment === '**',
    (segment, part) => segment !== '**' && matchText(segment, part),
  );

/** A lone `*` needs at least one character, so that a star never stands for an empty segment. */
function matchText(tokens: Token[], text: string): boolean {
  if (text === '' && tokens.length > 0) return false;
  return twoPointers(tokens, [...text], (token) => token === '*', matchChar);
}

function matchChar(token: Token, char: string): boolean {
  if (token === '*') return false;
  if (token === '?') return true;
  if ('literal' in token) return token.literal === char;
  return inClass(token.inside, char) !== token.not;
}

function inClass(text: string, char: string): boolean {
  const inside = [...text];
  for (let i = 0; i < inside.length; i++) {
    const low = inside[i] as string;
    const high = inside[i + 1] === '-' && i + 2 < inside.length ? (inside[i + 2] as string) : low;
    if (low <= char && char <= high) return true;
    if (high !== low) i += 2;
  }
  return false;
}

/** Greedy wildcard matching: on a mismatch the last wildcard takes one item more. Time: pattern × text at most. */
function twoPointers<P extends object | string, T extends string>(
  pattern: readonly P[],
  text: readonly T[],
  isWild: (p: P) => boolean,
  fits: (p: P, t: T) => boolean,
): boolean {
  let p = 0;
  let t = 0;
  let wild = -1;
  let resume = 0;
  for (let item = text[t]; item !== undefined; item = text[t]) {
    const token = pattern[p];
    if (token !== undefined && isWild(token)) {
      wild = p++;
      resume = t;
    } else if (token !== undefined && fits(token, item)) {
      p++;
      t++;
    } else if (wild >= 0) {
      p = wild + 1;
      t = ++resume;
    } else return false;
  }
  return pattern.slice(p).every(isWild);
}

/** Whether a pattern stands for itself alone. */
export const isLiteral = (pattern: string): boolean => !/[*?[\]{}()!+@\\]/.test(pattern);
