import type { CompiledRules, Id, Live } from '@coterie/kernel';
import type { HeldAnswers, Part, Piece, Rendered } from '../../../held/answers.ts';
import { inSlices } from '../../../held/slices.ts';
import { Trace } from '../../../held/trace.ts';
import type { SecretRow } from '../../../store/content/secrets.ts';
import { look } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { type ListAsked, type Pair, type Shown, type ShownList, showSecrets } from './read.ts';
import type { SeenSecret } from './show.ts';

/** Rules as they were compiled, each with a number of its own: edited rules are others. */
const numbers = new WeakMap<CompiledRules, number>();
let newest = 0;
function numberOf(rules: CompiledRules): number {
  const known = numbers.get(rules) ?? ++newest;
  numbers.set(rules, known);
  return known;
}

/** Names the rules that somebody lives under: who lives under the same is shown the same. */
const digestOf = (live: Live): string =>
  live
    .map(numberOf)
    .sort((a, b) => a - b)
    .join('.');

/** How secrets are written: one of them, and what stands around the pieces of a list. */
export type Writing = {
  one: (secret: SeenSecret) => string;
  list: (shown: ShownList, inPieces: (those: Shown) => Promise<Part[]>) => Promise<Part[]>;
};

/**
 * The list of a folder's secrets as it is sent. `url` says what was asked for, and how; what nobody has moved since it was
 * last made for someone under the same rules is not made again.
 */
export async function renderedList(
  parts: Parts,
  caller: Caller,
  { url, ...asked }: ListAsked & { url: string },
  { one, list }: Writing,
): Promise<Rendered> {
  const named = { project: asked.projectId, url };
  const known = find(parts, await look(parts, caller), named);
  if (known) return known;
  const trace = new Trace();
  const shown = await showSecrets({ ...parts, reads: parts.reads.traced(trace) }, caller, asked);
  const { view } = shown.secrets;
  const [[common], [own]] = namesOf(view, named);
  const before = new Map([...parts.answers.piecesOf(common), ...parts.answers.piecesOf(own)]);
  const pieces = await list(shown, (those) =>
    // What another view has judged is nothing that these names stand for.
    inPieces(parts.answers, those, { one, before: those.view === view ? before : null }),
  );
  if (!shown.isPlain() || view.live(asked.projectId).length === 0)
    return parts.answers.make(pieces);
  const name = trace.owners.has(caller.principal) ? own : common;
  return parts.answers.make(pieces, { name, trace });
}

/** The same, where it is kept; undefined where it would have to be made. */
export const keptList = async (
  parts: Parts,
  caller: Caller,
  asked: ListNamed,
): Promise<Rendered | undefined> => find(parts, await look(parts, caller), asked);

/** As many secrets are looked at before other requests have their turn. */
const aTurn = 200;

/** Secrets one after the other, in pieces; a piece of which nothing has moved since is taken as it was. */
async function inPieces(
  answers: HeldAnswers,
  { pairs, reveal }: Shown,
  { one, before }: { one: Writing['one']; before: ReadonlyMap<object, Piece> | null },
): Promise<Part[]> {
  const made: Part[] = [];
  let looked = 0;
  for (const those of piecesOf(pairs)) {
    const of = those.flatMap(({ row, shared }) => [row, shared]);
    const known = before?.get(of[0] as SecretRow);
    if (known?.of?.length === of.length && known.of.every((row, n) => row === of[n])) {
      made.push(known);
      continue;
    }
    const seen = await inSlices(those, reveal);
    const isOfThese = before !== null && !seen.some(({ refers }) => refers);
    made.push(answers.piece(seen.map(one).join(','), isOfThese ? of : null));
    looked += those.length;
    if (looked < aTurn) continue;
    looked = 0;
    await new Promise(setImmediate);
  }
  return made;
}

/** About thirty secrets each, by their ids alone: the same answer is the same pieces, whatever was written before it. */
function piecesOf(pairs: readonly Pair[]): Pair[][] {
  const found: Pair[][] = [];
  for (const pair of pairs) {
    const last = found.at(-1);
    if (last && !isFirst(pair.row.id)) last.push(pair);
    else found.push([pair]);
  }
  return found;
}
const isFirst = (id: Id): boolean => id.endsWith('0') && (id.at(-2) as string) < '8';

type ListNamed = { project: Id; url: string };

function find({ answers }: Parts, view: View, asked: ListNamed): Rendered | undefined {
  if (view.live(asked.project).length === 0) return undefined;
  for (const [name, isOwn] of namesOf(view, asked)) {
    const kept = answers.find(name);
    if (!kept || kept.trace.version > view.version) continue;
    if (isOwn || !kept.trace.owners.has(view.principal)) return kept.answer;
  }
  return undefined;
}

/** Under which names an answer may be kept: for all who live under the same rules, or for one of them. */
function namesOf(
  view: View,
  { project, url }: ListNamed,
): readonly [readonly [string, boolean], readonly [string, boolean]] {
  // No text of one part can be taken for that of another: ids and digests have no blanks.
  const common = `${view.org} ${project} ${digestOf(view.live(project))} ${url}`;
  return [
    [common, false],
    [`${view.principal} ${common}`, true],
  ];
}
