/**
 * `$glob` in the words of the model: `*` and `?` within a segment, `**` any number of segments, none included,
 * `{a,b}` either, `[abc]` one of these. Recursion over all ways to match: slow, and short enough to be read.
 */

const longest = 512;
const mostAlternatives = 64;
const piece = /\[[^\]]+\]|./gsu;

/** Whether the model gives the pattern a meaning. A leading `!` would mean the opposite elsewhere, so it has none here. */
export function isGlob(pattern: string): boolean {
  if (pattern === '' || pattern.length > longest || pattern.startsWith('!')) return false;
  const either = eitherOf(pattern);
  const segments = either.flatMap((one) => one.split('/'));
  const outsideClasses = segments.map((segment) => segment.replace(/\[[^\]]+\]/g, ''));
  return either.length <= mostAlternatives && !/[(){}[]/.test(outsideClasses.join(''));
}

/** Whether one of the patterns that the braces stand for covers the text from its first segment to its last. */
export function globMatches(pattern: string, text: string): boolean {
  return eitherOf(pattern).some((one) => segmentsMatch(one.split('/'), text.split('/')));
}

function segmentsMatch([first, ...rest]: string[], segments: string[]): boolean {
  if (first === undefined) return segments.length === 0;
  if (first === '**')
    return [...segments, ''].some((_, n) => segmentsMatch(rest, segments.slice(n)));
  const [segment, ...others] = segments;
  return segment !== undefined && segmentMatches(first, segment) && segmentsMatch(rest, others);
}

/** An empty segment is only covered by an empty one: `/*` is not `/`. */
function segmentMatches(pattern: string, segment: string): boolean {
  if (segment === '') return pattern === '';
  const source = [...pattern.matchAll(piece)].map(([one]) => expressionFor(one)).join('');
  return new RegExp(`^${source}$`, 'su').test(segment);
}

function expressionFor(one: string): string {
  if (one === '*') return '.*';
  if (one === '?') return '.';
  if (one.length > 1 && one.startsWith('[')) return one.replace(/^\[!/, '[^');
  return one.replace(/[\\^$.|+(){}[\]]/, '\\$&');
}

/** Innermost braces first, until none are left; braces without a comma are no choice and stay. */
function eitherOf(pattern: string): string[] {
  const [braces, choices] = /\{([^{}]*,[^{}]*)\}/.exec(pattern) ?? [];
  if (braces === undefined || choices === undefined) return [pattern];
  return [
    ...new Set(choices.split(',').flatMap((one) => eitherOf(pattern.replace(braces, () => one)))),
  ];
}
