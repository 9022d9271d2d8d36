import { isLiteral } from './glob.ts';

/**
 * The patterns that almost everyone writes, matched as `compileGlob` does but without taking the text apart: a literal,
 * or a folder followed by `/*` (what is just below it) or `/**` (itself and all below it). Null for every other pattern.
 */
export function plainGlob(pattern: string): ((text: string) => boolean) | null {
  if (isWord(pattern)) return (text) => text === pattern;
  const folder = pattern.replace(/\/\*\*?$/, '');
  if (folder === pattern || !isWord(folder)) return null;
  const inside = `${folder}/`;
  return pattern.endsWith('/**')
    ? (text) => text === folder || text.startsWith(inside)
    : (text) =>
        text.length > inside.length &&
        text.startsWith(inside) &&
        text.indexOf('/', inside.length) < 0;
}

/** Pairs of surrogates are one character to a pattern but two to a text. */
const isWord = (text: string): boolean => isLiteral(text) && !/[\ud800-\udfff]/.test(text);
