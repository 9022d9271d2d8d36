import type { access, RouteAnswer } from '@coterie/contract';
import { Bot, ChevronRight, KeyRound, User, Users } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import type { z } from 'zod';
import { actionWord } from '../../words.ts';
import { Badge, Until } from '../list/badge.tsx';

type Explanation = z.output<typeof access.explain.answer>;
type Route = Explanation['routes'][number];
type Icon = ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;

/** The verdict in words, then a picture of every route: the one that decides set apart, those that do not count greyed. */
export function ExplanationPicture({ explanation }: { explanation: Explanation }) {
  const { allowed, text, principal, routes, wouldGive, missing } = explanation;
  const sorted = [...routes].sort((a, b) => rank(a) - rank(b));
  return (
    <div className="flex flex-col gap-4">
      <div
        role="status"
        className={`rounded-lg border px-4 py-3 ${allowed ? 'border-ok-ink/25 bg-ok-soft text-ok-ink' : 'border-danger/30 bg-danger-soft text-danger-ink'}`}
      >
        <p className="text-lg font-semibold">{allowed ? 'Allowed' : 'Not allowed'}</p>
        <p className="text-sm">{text}</p>
        {!allowed && missing.length > 0 && (
          <p className="mt-1 text-sm">Missing: {missing.map(actionWord).join(', ')}</p>
        )}
      </div>
      {routes.length === 0 ? (
        <p className="text-sm text-dim">
          No route leads from {principal.name} to here: no direct role, and no group that has one.
        </p>
      ) : (
        <ol aria-label="Routes" className="flex flex-col gap-2">
          {sorted.map((route, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a route has no name of its own, and the list is shown once
            <RouteRow key={index} route={route} principal={principal} />
          ))}
        </ol>
      )}
      {wouldGive.length > 0 && (
        <p className="text-sm">
          <span className="text-dim">Being in one of these groups would give it: </span>
          {wouldGive.map(({ name }) => name).join(', ')}
        </p>
      )}
    </div>
  );
}

const rank = ({ decides, isLive }: Route) => (decides ? 0 : isLive ? 1 : 2);

function RouteRow({ route, principal }: { route: Route; principal: Explanation['principal'] }) {
  const { groups, role, rules, decides, isLive, until, blockers } = route;
  const denies = rules.some(({ inverted }) => inverted);
  const frame = decides
    ? denies
      ? 'border-danger bg-danger-soft/40'
      : 'border-accent bg-accent-soft/40'
    : 'border-line';
  return (
    <li className={`rounded-lg border p-3 ${frame} ${isLive ? '' : 'border-dashed'}`}>
      <div className={`flex flex-wrap items-center gap-1.5 ${isLive ? '' : 'text-dim grayscale'}`}>
        <Stop icon={principal.type === 'user' ? User : Bot}>{principal.name}</Stop>
        {groups.map((group) => (
          <Step key={group.id}>
            <Stop icon={Users} line={cameBy(group)} until={group.until}>
              {group.name}
            </Stop>
          </Step>
        ))}
        <Step>
          <Stop icon={KeyRound} until={until}>
            {role?.name ?? route.privilege ?? 'Own rules'}
          </Stop>
        </Step>
        {rules.map((rule) => (
          <Step key={rule.text}>
            <Badge tone={rule.inverted ? 'danger' : 'ok'}>{rule.text}</Badge>
          </Step>
        ))}
      </div>
      <p className="mt-1.5 flex flex-wrap gap-x-3 text-xs text-dim">
        <span>
          {groups.length === 0 ? 'direct' : `via ${groups.map(({ name }) => name).join(' › ')}`}
        </span>
        {decides && (
          <strong className={denies ? 'text-danger-ink' : 'text-accent-ink'}>
            this route decides
          </strong>
        )}
        {isLive && rules.length === 0 && <span>says nothing about this</span>}
        {!isLive && (
          <span>
            does not count now: {blockers.map(({ text }) => text).join('; ') || 'not live'}
          </span>
        )}
      </p>
    </li>
  );
}

const Step = ({ children }: { children: ReactNode }) => (
  <>
    <ChevronRight aria-hidden className="size-3.5 shrink-0 text-dim" />
    {children}
  </>
);

type StopGiven = {
  icon: Icon;
  children: ReactNode;
  line?: string | undefined;
  until?: string | null;
};

const Stop = ({ icon: Icon, children, line, until }: StopGiven) => (
  <span className="inline-flex items-center gap-1.5 rounded-md border border-line bg-raised px-2 py-1 text-sm">
    <Icon aria-hidden className="size-3.5 text-dim" />
    <span className="font-medium">{children}</span>
    {line && <span className="text-xs text-dim">{line}</span>}
    {until && (
      <span className="text-xs text-dim">
        <Until at={until} />
      </span>
    )}
  </span>
);

/** From where a membership comes, when it is not by hand; and who let in by an owner's power. */
function cameBy({ source, letInBy }: RouteAnswer['groups'][number]): string | undefined {
  if (letInBy) return `let in by ${letInBy.name}, owner`;
  return source === 'manual' ? undefined : `by ${source}`;
}
