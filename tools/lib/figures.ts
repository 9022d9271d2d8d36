import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from '@swc/core';

/** Lines that two places must share to be a repeat, and the letters in them at the least. */
const shared = 6;
const letters = 60;

type Spanned = { span: { start: number; end: number }; params?: unknown[] };

/** The figures of all sources below a folder. */
export function figuresOf(folder: string) {
  const paths = sourcesIn(folder);
  const texts = new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
  const all = paths.map((path) => lookAt(path, texts.get(path) ?? ''));
  const lines = all.reduce((sum, one) => sum + one.lines, 0);
  return {
    files: paths.length,
    lines,
    file: spread(all.map((one) => one.lines)),
    functions: spread(all.flatMap(({ functions }) => functions.map(({ length }) => length))),
    parameters: spread(all.flatMap(({ functions }) => functions.map(({ count }) => count))),
    fullest: Math.max(...foldersIn(folder).map((one) => readdirSync(one).length)),
    casts: all.reduce((sum, one) => sum + one.casts, 0),
    repeats: (1000 * repeatsIn([...texts.values()])) / lines,
    circles: circlesIn(texts),
    long: all.filter(({ code }) => code > 400).length,
  };
}

const entries = (folder: string) => readdirSync(folder, { withFileTypes: true, recursive: true });
const sourcesIn = (folder: string): string[] =>
  entries(folder)
    .filter((one) => one.isFile() && /(?<!\.d)\.tsx?$/.test(one.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
const foldersIn = (folder: string): string[] => [
  folder,
  ...entries(folder)
    .filter((one) => one.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name)),
];

export type Spread = { median: number; p95: number; max: number };

function spread(numbers: number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}

/** A node of any kind, as it is looked at here. */
type Found = Spanned & {
  type: string;
  body?: unknown;
  function: Spanned & { body?: unknown };
  init?: Spanned & { type: string };
};

/** What is counted of one file. The first statement put before it says where the parser begins to count. */
function lookAt(path: string, text: string) {
  const bytes = Buffer.from(`;${text.replace(/^#!/, '//')}`);
  const module = parseSync(bytes.toString(), { syntax: 'typescript', tsx: path.endsWith('x') });
  const base = (module.body[0] as Spanned).span.start;
  const lineAt = (position: number): number =>
    bytes
      .subarray(0, position - base)
      .toString()
      .split('\n').length;
  const found = { functions: [] as { length: number; count: number }[], casts: 0 };
  const take = ({ span, params = [] }: Spanned) =>
    found.functions.push({
      length: lineAt(span.end) - lineAt(span.start) + 1,
      count: params.length,
    });
  walk(module, (node) => {
    if (node.type === 'TsAsExpression') found.casts++;
    if (node.type === 'FunctionDeclaration' && node.body) take(node);
    if (node.type === 'MethodProperty') take(node);
    if (/^(Class|Private)Method$/.test(node.type) && node.function.body)
      take({ ...node.function, span: node.span });
    if (node.type === 'VariableDeclarator' && /^(Arrow)?Function/.test(node.init?.type ?? ''))
      take({ ...node.init, span: node.span } as Spanned);
  });
  const all = text.trimEnd().split('\n');
  return { ...found, lines: all.length, code: all.filter(isCode).length };
}

const isCode = (line: string): boolean => !/^\s*($|\/\/|\/\*|\*)/.test(line);

function walk(node: unknown, visit: (node: Found) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, visit);
  else if (typeof node === 'object' && node !== null) {
    if ('type' in node && typeof node.type === 'string') visit(node as Found);
    for (const [key, value] of Object.entries(node)) if (key !== 'span') walk(value, visit);
  }
}

/** How many pairs of places share a run of lines, which may not overlap, without imports. */
function repeatsIn(texts: string[]): number {
  const places = new Map<string, [number, number][]>();
  const files = texts.map((text) =>
    withoutImports(text)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && isCode(line)),
  );
  const keyAt = (file: number, at: number): string =>
    (files[file] ?? []).slice(at, at + shared).join('\n');
  let repeats = 0;
  for (const [file, lines] of files.entries())
    for (let at = 0; at + shared <= lines.length; at++) {
      const key = keyAt(file, at);
      if (key.replaceAll(/\W/g, '').length < letters) continue;
      const known = places.get(key) ?? [];
      // A pair is counted where it begins: the lines before are not shared too.
      for (const [other, then] of known) {
        const isGoingOn = at > 0 && then > 0 && keyAt(file, at - 1) === keyAt(other, then - 1);
        const isApart = file !== other || at - then >= shared;
        if (isApart && !isGoingOn) repeats++;
      }
      places.set(key, [...known, [file, at]]);
    }
  return repeats;
}

const withoutImports = (text: string): string =>
  text.replaceAll(/^(import|export) [^;]*? from '[^']*';$|^import '[^']*';$/gm, '');

/** How many groups of files import each other in a circle, imports of types counted. */
function circlesIn(texts: ReadonlyMap<string, string>): number {
  const importsOf = (path: string): string[] =>
    [...(texts.get(path) ?? '').matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)]
      .map(([, to = '']) => join(dirname(path), to))
      .filter((to) => texts.has(to));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  let circles = 0;
  const lowOf = (path: string): number => low.get(path) ?? 0;
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.size - 1);
    open.push(path);
    for (const to of importsOf(path)) {
      if (!index.has(to)) visit(to);
      if (open.includes(to)) low.set(path, Math.min(lowOf(path), lowOf(to)));
    }
    if (lowOf(path) !== index.get(path)) return;
    const group = open.splice(open.indexOf(path));
    if (group.length > 1) circles++;
  };
  for (const path of texts.keys()) if (!index.has(path)) visit(path);
  return circles;
}
