import type { access } from '@coterie/contract';
import { Link2, Unlink2 } from 'lucide-react';
import type { z } from 'zod';
import { plural } from '../../words.ts';

type Told = z.output<typeof access.whatIf.answer>['references'];

/** As many names as the server gives. */
const most = 20;

/** What refers to the thing by its name: how much follows it, and what will lead nowhere. */
export function References({ told: { values, imports, cutOff, names } }: { told: Told }) {
  const follow = [
    ...(values > 0 ? [plural(values, 'value')] : []),
    ...(imports > 0 ? [plural(imports, 'import')] : []),
  ];
  const isOne = values + imports === 1;
  const hidden = cutOff - names.length;
  const rest = names.length < most ? `${hidden} that you may not see` : `${hidden} more`;
  const where = [...names, ...(hidden > 0 ? [rest] : [])].join(', ');
  const look = 'flex gap-2 border-b border-line px-3 py-2 text-sm last:border-0';
  return (
    <>
      {follow.length > 0 && (
        <p className={look}>
          <Link2 aria-hidden className="mt-0.5 size-4 shrink-0 text-dim" />
          {follow.join(' and ')}{' '}
          {isOne ? 'refers to it and follows along' : 'refer to it and follow along'}
        </p>
      )}
      {cutOff > 0 && (
        <p className={`${look} text-danger-ink`}>
          <Unlink2 aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">
            {cutOff === 1
              ? '1 reference to it will no longer resolve: '
              : `${cutOff.toLocaleString('en')} references to it will no longer resolve: `}
            {where}
          </span>
        </p>
      )}
    </>
  );
}
