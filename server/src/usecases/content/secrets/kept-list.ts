import type { CompiledRules, Id, Live } from '@coterie/kernel';
import type { Rendered } from '../../../held/answers.ts';
import { Trace } from '../../../held/trace.ts';
import { look } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { type ListAsked, listSecrets, type SeenList } from './read.ts';

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

/**
 * The list of a folder's secrets as it is sent. `url` says what was asked for, and how; what nobody has moved since it was
 * last made for someone under the same rules is not made again.
 */
export async function renderedList(
  parts: Parts,
  caller: Caller,
  { url, ...asked }: ListAsked & { url: string },
  render: (seen: SeenList) => Promise<string[]>,
): Promise<Rendered> {
  const view = await look(parts, caller);
  const live = view.live(asked.projectId);
  const known = find(parts, view, { project: asked.projectId, url });
  if (known) return known;
  const trace = new Trace();
  const seen = await listSecrets({ ...parts, reads: parts.reads.traced(trace) }, caller, asked);
  const pieces = await render(seen);
  const judged = seen.by?.live(asked.projectId) ?? [];
  if (judged.length === 0 || digestOf(judged) !== digestOf(live)) return parts.answers.make(pieces);
  const [[common], [own]] = namesOf(view, { project: asked.projectId, url });
  const name = trace.owners.has(caller.principal) ? own : common;
  return parts.answers.make(pieces, { name, trace });
}

/** The same, where it is kept; undefined where it would have to be made. */
export const keptList = async (
  parts: Parts,
  caller: Caller,
  asked: ListNamed,
): Promise<Rendered | undefined> => find(parts, await look(parts, caller), asked);

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
