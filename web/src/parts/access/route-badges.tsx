import type { RouteAnswer } from '@coterie/contract';
import { RouteBadge } from '../list/badge.tsx';

/** A badge for every route: the role, and whether it is direct or by which groups it comes. */
export const RouteBadges = ({ routes }: { routes: readonly RouteAnswer[] }) => (
  <span className="flex flex-wrap gap-1">
    {routes.map((route, index) => (
      <RouteBadge
        // biome-ignore lint/suspicious/noArrayIndexKey: a route has no name of its own, and the badges keep no state
        key={index}
        role={route.role?.name ?? route.privilege ?? 'Own rules'}
        via={route.groups.map(({ name }) => name)}
        until={route.until ?? route.groups.find(({ until }) => until !== null)?.until ?? null}
        dead={
          route.isLive ? undefined : route.blockers.map(({ text }) => text).join('; ') || 'not live'
        }
      />
    ))}
  </span>
);
