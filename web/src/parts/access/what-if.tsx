import { access, type Call, type Endpoint, requestOf } from '@coterie/contract';
import { ArrowDownRight, ArrowUpRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { type Act, sentence, useAsk } from '../../api.ts';
import { plural } from '../../words.ts';
import { Dialog, DialogActions } from '../dialog/dialog.tsx';
import { Button } from '../form/button.tsx';
import { TextField } from '../form/field.tsx';
import { Notice } from '../frame/notice.tsx';
import { ScrollList } from '../list/scroll-list.tsx';
import { References } from './references.tsx';
import { RouteBadges } from './route-badges.tsx';

type Answer = z.output<typeof access.whatIf.answer>;
type Difference = Answer['differences'][number];

/** Changes of any endpoints. */
type Changes = readonly { endpoint: Endpoint; given: object }[];
type Asked = z.input<typeof access.whatIf.body>['changes'][number];

/** Asks what changes would do, and nothing where there are none; the answer is never taken from memory. */
export function useWhatIf(wanted: Changes) {
  const changes = wanted.map(
    ({ endpoint, given }) => requestOf(endpoint, given as Call<Endpoint>) as Asked,
  );
  const isAsked = changes.length > 0;
  const asked = useAsk(access.whatIf, { body: { changes, limit: 100 } }, { enabled: isAsked });
  // What was answered before does not stand where it is refused now.
  return { ...asked, answer: asked.error ? undefined : asked.answer, isAsked };
}

type Given = {
  title: string;
  changes: Changes;
  confirm: string;
  act: Act;
  onClose: () => void;
  children?: ReactNode;
  /** What has to be typed before the button can be pressed. */
  typed?: string;
  calm?: boolean;
};

/** Says in numbers and names who gains and who loses what; only then can the change be confirmed. */
export function WhatIfDialog({
  title,
  changes,
  confirm,
  act: { run, pending, error },
  onClose,
  children,
  typed,
  calm,
}: Given) {
  const [text, setText] = useState('');
  const preview = useWhatIf(changes);
  const isReady =
    preview.answer !== undefined && !preview.isFetching && (typed === undefined || text === typed);
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {children && <div className="text-sm text-dim">{children}</div>}
        <Preview answer={preview.answer} error={preview.error} />
        {typed !== undefined && (
          <TextField label={`Type “${typed}” to confirm`} value={text} onChange={setText} />
        )}
        {error !== null && error !== undefined && <Notice tone="danger">{sentence(error)}</Notice>}
      </div>
      <DialogActions onCancel={onClose}>
        <Button
          look={calm ? 'primary' : 'danger'}
          disabled={!isReady}
          pending={pending}
          onClick={() => run(undefined)}
        >
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** The consequences of changes, while they are worked out and after. */
export function Preview({ answer, error }: { answer: Answer | undefined; error: unknown }) {
  if (error)
    return (
      <Notice tone="danger">
        This cannot be done: {error instanceof Error ? error.message : String(error)}
      </Notice>
    );
  if (!answer)
    return (
      <div role="status" className="late rounded-lg border border-line p-3 text-sm text-dim">
        Working out who gains and who loses what…
      </div>
    );
  const hidden = answer.totalCount - answer.differences.length;
  return (
    <section
      aria-label="What this changes"
      aria-live="polite"
      className="rounded-lg border border-line"
    >
      <p className="border-b border-line bg-panel px-3 py-2 text-sm font-semibold last:border-0">
        {summary(answer)}
      </p>
      {answer.handedOn.map(({ id, name, owners }) => (
        <p key={id} className="border-b border-line px-3 py-2 text-xs text-dim">
          {plural(owners, 'owner')} of {name} can let others in to this.
        </p>
      ))}
      <References told={answer.references} />
      {answer.differences.length > 0 && (
        <ScrollList label="Who gains and loses" className="max-h-64 divide-y divide-line">
          {answer.differences.map((one) => (
            <DifferenceRow key={`${one.principal.id} ${one.project?.id}`} difference={one} />
          ))}
        </ScrollList>
      )}
      {hidden > 0 && (
        <p className="border-t border-line px-3 py-2 text-xs text-dim">
          and {hidden.toLocaleString('en')} more
        </p>
      )}
    </section>
  );
}

/** "2 people lose access, in 1 project". */
function summary({ gaining, losing, projects, differences }: Answer): string {
  const areAllPeople = differences.every(({ principal }) => principal.type === 'user');
  const counted = (count: number, verb: string) =>
    `${areAllPeople ? plural(count, 'person', 'people') : `${count.toLocaleString('en')} people and machines`} ${verb}${areAllPeople && count === 1 ? 's' : ''} access`;
  const gains = gaining === 0 ? '' : counted(gaining, 'gain');
  const losses = losing === 0 ? '' : counted(losing, 'lose');
  const who = [losses, gains].filter(Boolean).join(', ');
  if (who === '') return 'Nobody gains or loses anything';
  return projects === 0 ? who : `${who} · ${plural(projects, 'project')} touched`;
}

const shown = 4;

function DifferenceRow({
  difference: { principal, project, gains, losses, gainedBy, lostBy },
}: {
  difference: Difference;
}) {
  return (
    <li className="px-3 py-2 text-sm">
      <span className="font-medium">{principal.name}</span>{' '}
      <span className="text-dim">{project ? `in ${project.name}` : 'in the organization'}</span>
      <Rights rights={losses} loses />
      <Ways label="came by" routes={losses.length > 0 ? lostBy : []} />
      <Rights rights={gains} />
      <Ways label="comes by" routes={gains.length > 0 ? gainedBy : []} />
    </li>
  );
}

/** By which groups, role or privilege it comes or came. */
function Ways({ label, routes }: { label: string; routes: Difference['gainedBy'] }) {
  if (routes.length === 0) return null;
  const more = routes.length - shown;
  return (
    <div className="mt-1 ml-4 flex flex-wrap items-center gap-1 text-xs text-dim">
      {label} <RouteBadges routes={routes.slice(0, shown)} />
      {more > 0 && ` and ${more} more`}
    </div>
  );
}

function Rights({ rights, loses }: { rights: readonly { text: string }[]; loses?: boolean }) {
  if (rights.length === 0) return null;
  const Icon = loses ? ArrowDownRight : ArrowUpRight;
  const more = rights.length - shown;
  return (
    <p className={`mt-0.5 flex gap-1 text-xs ${loses ? 'text-danger-ink' : 'text-ok-ink'}`}>
      <Icon aria-hidden className="mt-px size-3.5 shrink-0" />
      <span>
        {loses ? 'loses: ' : 'gains: '}
        {rights
          .slice(0, shown)
          .map(({ text }) => text)
          .join(' · ')}
        {more > 0 && ` and ${more} more`}
      </span>
    </p>
  );
}
