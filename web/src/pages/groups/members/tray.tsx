import type { groups } from '@coterie/contract';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { makeAny, sentence, useAct } from '../../../api.ts';
import { Preview, useWhatIf } from '../../../parts/access/what-if.tsx';
import { Button } from '../../../parts/form/button.tsx';
import { forGood, termsObstacle } from '../../../parts/form/terms.ts';
import { TermsFields } from '../../../parts/form/terms-fields.tsx';
import { useGate } from '../../../parts/frame/gate.tsx';
import { Notice } from '../../../parts/frame/notice.tsx';
import { useToasts } from '../../../parts/frame/toasts.tsx';
import { useRested } from '../../../parts/list/listing.tsx';
import { ScrollList } from '../../../parts/list/scroll-list.tsx';
import { plural } from '../../../words.ts';
import { changeOf, keyOf, type Pick, wordsOf } from './picks.ts';

type Bulk = z.output<typeof groups.bulkMembers.answer>;
type Refused = { name: string; message: string };
type Given = {
  group: { id: string; name: string };
  picks: readonly Pick[];
  /** Leaves one of them as it is. */
  onDrop: (pick: Pick) => void;
  /** After it was done: who could not be put in or taken out stays. */
  onDone: (left: readonly Pick[]) => void;
  onClose: () => void;
};

/** Who is to be put in and taken out, until when and why, and what that does; one press does all of it. */
export function Tray({ group, picks, onDrop, onDone, onClose }: Given) {
  const [terms, setTerms] = useState(forGood);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const undo = useUndo(group);
  const adds = picks.some(({ isIn }) => !isIn);
  const obstacle = adds ? termsObstacle(terms) : undefined;
  const isReady = picks.length > 0 && obstacle === undefined;
  // An end that is none yet cannot be asked about.
  const change = changeOf(group.id, picks, obstacle === undefined ? terms : forGood);
  const asked = useRested(isReady ? JSON.stringify(change.given) : '');
  const isSettled = asked === (isReady ? JSON.stringify(change.given) : '');
  const preview = useWhatIf(isReady && isSettled ? [change] : []);
  const act = useAct(() => makeAny(change), {
    onDone: (answer) => {
      const results = (answer as Partial<Bulk>).results ?? [];
      const left = picks.filter(({ id }) =>
        results.some(({ item, did }) => did === 'refused' && item === id),
      );
      const done = picks.filter((one) => !left.includes(one));
      setRefused(
        left.map(({ id, name }) => ({
          name,
          message: results.find(({ item }) => item === id)?.message ?? 'refused',
        })),
      );
      undo(done, results);
      onDone(left);
    },
  });
  if (picks.length === 0)
    return (
      <aside aria-label="What is going to happen" className={look}>
        <p className="text-sm text-dim">
          Tick who is to be a member, and untick who is not. What that does is shown here before it
          is done.
        </p>
        <Button onClick={onClose}>Done</Button>
      </aside>
    );
  return (
    <aside aria-label="What is going to happen" className={look}>
      <ScrollList
        label="Chosen"
        className="max-h-40 divide-y divide-line rounded-lg border border-line"
      >
        {picks.slice(0, most).map((pick) => (
          <li key={keyOf(pick)} className="flex items-center gap-2 px-2 py-1 text-sm">
            <span className={`text-xs ${pick.isIn ? 'text-danger-ink' : 'text-ok-ink'}`}>
              {pick.isIn ? 'out' : 'in'}
            </span>
            <span className="min-w-0 grow truncate" title={pick.name}>
              {pick.name}
            </span>
            <button
              type="button"
              aria-label={`Leave ${pick.name} as it is`}
              onClick={() => onDrop(pick)}
              className="rounded p-1 text-dim hover:bg-hover"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        ))}
        {picks.length > most && (
          <li className="px-2 py-1 text-xs text-dim">
            and {(picks.length - most).toLocaleString('en')} more
          </li>
        )}
      </ScrollList>
      {adds && <TermsFields terms={terms} onChange={setTerms} />}
      {isReady && <Preview answer={preview.answer} error={preview.error} />}
      {refused.length > 0 && (
        <Notice tone="danger">
          {plural(refused.length, 'address or member', 'addresses or members')} could not be done:{' '}
          {refused
            .slice(0, most)
            .map(({ name, message }) => `${name}: ${message}`)
            .join('; ')}
        </Notice>
      )}
      {act.error && <Notice tone="danger">{sentence(act.error)}</Notice>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look={adds ? 'primary' : 'danger'}
          pending={act.pending}
          disabled={!isReady || preview.answer === undefined || preview.isFetching}
          onClick={() => act.run(undefined)}
        >
          {wordsOf(picks)}
        </Button>
      </div>
    </aside>
  );
}

const look =
  'flex flex-col gap-3 max-md:border-t max-md:border-line max-md:pt-3 md:w-80 md:shrink-0';
/** So many are named; the others are counted. */
const most = 50;

/** Says what was done, and offers to take it back: an act of its own, asked about like any. */
function useUndo(group: { id: string; name: string }) {
  const toasts = useToasts();
  const gate = useGate();
  return (picks: readonly Pick[], results: Bulk['results']) => {
    const isDone = ({ id }: Pick) =>
      results.length === 0 ||
      results.some(({ item, did }) => item === id && (did === 'added' || did === 'removed'));
    const done = picks.filter(isDone);
    if (done.length === 0) return;
    const added = done.filter(({ isIn }) => !isIn);
    const out = done.length - added.length;
    const words = [
      added.length > 0 && `${countOf(added)} added to ${group.name}`,
      out > 0 && `${countOf(done.filter(({ isIn }) => isIn))} taken out of ${group.name}`,
    ].filter(Boolean);
    const back = added.map((pick) => ({ ...pick, isIn: true }));
    // On what terms somebody was in who was taken out is not known here: nothing is offered that would widen it.
    toasts.say(
      words.join(', '),
      back.length === 0
        ? undefined
        : {
            label: 'Undo',
            run: () =>
              gate.open({
                title: `Take ${countOf(back)} out of ${group.name} again?`,
                changes: [changeOf(group.id, back, forGood)],
                confirm: wordsOf(back),
                done: `${countOf(back)} taken out of ${group.name} again`,
              }),
          },
    );
  };
}

const countOf = (picks: readonly Pick[]): string =>
  picks.length === 1 ? (picks[0] as Pick).name : plural(picks.length, 'member');
