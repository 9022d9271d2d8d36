import {
  explain,
  groupsThatGive,
  type Instant,
  liveMembers,
  liveRoutes,
  projectsOf,
  type Route,
  reachers,
  type World,
  whoCan,
} from '../../src/index.ts';
import { type Ask, groups, projects } from '../worlds.ts';
import { answers, everyone, mostShown } from './law.ts';

/** All that can be asked: checks, lists, pickers and explanations. */
export function said(world: World, asked: readonly Ask[], at: Instant) {
  const sorted = (ids: Iterable<string>) => [...ids].sort();
  return {
    checks: answers(world, asked, at),
    whoCan: asked.map((ask) => sorted(whoCan(world, ask, at))),
    projectsOf: everyone.map((principal) => sorted(projectsOf(world, principal, at))),
    reachers: projects.map((project) => sorted(reachers(world, project, at))),
    members: groups.map((group) => sorted(liveMembers(world, group, at))),
    routes: everyone.map((principal) =>
      projects.map((project) => countOf(liveRoutes(world, principal, project, at))),
    ),
    explained: everyone.map((principal) =>
      asked.map((ask) => {
        const { allowed, because, missing } = explain(world, { principal, ...ask }, at);
        const wouldGive = allowed ? [] : groupsThatGive(world, { principal, ...ask }, at);
        return { allowed, because, missing, wouldGive: sorted(wouldGive) };
      }),
    ),
  };
}

/** Of very many routes some may be left out. */
const countOf = (routes: readonly Route[]) => (routes.length < mostShown ? routes.length : 'many');
