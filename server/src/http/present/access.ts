import type { RouteAnswer } from '@coterie/contract';
import type { ExplainedRoute, Right, Route, World } from '@coterie/kernel';
import { roleTitle } from './roles.ts';
import { iso } from './time.ts';
import { blockerInWords, rightInWords, ruleInWords } from './words.ts';

export type PeopleNames = ReadonlyMap<string, { name: string }>;
export type GroupNames = ReadonlyMap<string, { id: string; name: string; slug: string }>;

/** One route: the groups passed, then the role; the ends of its grant and of its memberships. */
export function presentRoute(
  world: World,
  names: GroupNames,
  { path, source, blockers }: Route,
  people: PeopleNames = new Map(),
): RouteAnswer {
  const grant = source.kind === 'grant' ? source.grant : null;
  const ref = source.kind === 'grant' ? source.grant.role : source.role;
  return {
    isLive: blockers.length === 0,
    groups: path.map((edge) => ({
      ...(names.get(edge.group) ?? { id: edge.group, name: 'a group', slug: '' }),
      source: edge.source,
      until: iso(edge.until),
      letInBy: edge.byOwner
        ? {
            id: edge.addedBy ?? null,
            name: people.get(edge.addedBy ?? '')?.name ?? 'an owner of the group',
          }
        : null,
    })),
    isDirect: path.length === 0,
    role: ref === null ? null : roleTitle(world, ref, grant ? 'project' : 'organization'),
    privilege: ref === null ? (grant?.slug ?? null) : null,
    from: iso(grant?.from ?? null),
    until: iso(grant?.until ?? null),
    blockers: blockers.map((blocker) => ({ text: blockerInWords(world, blocker) })),
  };
}

/** A route with its rules that speak to a question; it decides when it allows and nothing denies, or when it denies. */
export const presentExplained = (
  world: World,
  names: GroupNames,
  allowed: boolean,
  route: ExplainedRoute,
  people?: PeopleNames,
) => ({
  ...presentRoute(world, names, route, people),
  decides:
    route.blockers.length === 0 && (allowed ? route.allows.length > 0 : route.denies.length > 0),
  rules: [...route.denies, ...route.allows].map(({ rule, inverted }) => ({
    text: ruleInWords(rule),
    inverted,
  })),
});

export const presentRight = (right: Right) => ({
  text: rightInWords(right),
  subject: right.subject,
  action: right.action,
});
