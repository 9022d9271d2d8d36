import { atMoment } from '../../words.ts';
import { Badge, Until } from './badge.tsx';

type Given = {
  state: 'active' | 'scheduled' | 'expired';
  from: string | null;
  until: string | null;
};

/** Whether a membership counts now, and from or until when. */
export function Validity({ state, from, until }: Given) {
  if (state === 'expired')
    return <Badge tone="danger">Expired{until && ` ${atMoment(until)}`}</Badge>;
  if (state === 'scheduled')
    return <Badge tone="warn">Scheduled{from && ` from ${atMoment(from)}`}</Badge>;
  return until === null ? (
    <span className="text-xs text-dim">no end</span>
  ) : (
    <Badge tone="accent">
      <Until at={until} />
    </Badge>
  );
}
