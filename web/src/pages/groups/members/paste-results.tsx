import { Check, CircleAlert, Equal } from 'lucide-react';
import { ScrollList } from '../../../parts/list/scroll-list.tsx';

export type PasteResult = {
  piece: string;
  did: 'added' | 'removed' | 'nothing' | 'refused';
  message: string | null;
};
const looks = {
  added: { Icon: Check, look: 'text-ok-ink', word: 'added' },
  removed: { Icon: Check, look: 'text-dim', word: 'removed' },
  nothing: { Icon: Equal, look: 'text-dim', word: 'in the group already' },
  refused: { Icon: CircleAlert, look: 'text-danger-ink', word: 'not added' },
} as const;
/** What needs a hand comes first. */
const sequence = ['refused', 'added', 'removed', 'nothing'] as const;

/** What became of each address: counted, then one by one. */
export function PasteResults({ results }: { results: readonly PasteResult[] }) {
  const sorted = sequence.flatMap((did) => results.filter((one) => one.did === did));
  const counts = sequence
    .map((did) => ({ did, count: results.filter((one) => one.did === did).length }))
    .filter(({ count }) => count > 0);
  return (
    <section aria-label="Result" aria-live="polite" className="rounded-lg border border-line">
      <p className="border-b border-line bg-panel px-3 py-2 text-sm font-semibold">
        {counts
          .map(({ did, count }) => `${count.toLocaleString('en')} ${looks[did].word}`)
          .join(' · ')}
      </p>
      <ScrollList label="Addresses" className="max-h-64 divide-y divide-line">
        {sorted.map(({ piece, did, message }) => {
          const { Icon, look, word } = looks[did];
          return (
            <li key={piece} className="flex items-start gap-2 px-3 py-1.5 text-sm">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${look}`} />
              <span className="min-w-0 grow font-mono break-all">{piece}</span>
              <span className={`text-right text-xs ${look}`}>{message ?? word}</span>
            </li>
          );
        })}
      </ScrollList>
    </section>
  );
}
