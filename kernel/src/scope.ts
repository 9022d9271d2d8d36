import type { Id, Instant } from './facts.ts';
import { isValid, liveHolders } from './routes.ts';
import type { World } from './world.ts';

/** The projects to which a principal has at least one live route. */
export function projectsOf(world: World, principal: Id, at: Instant): Set<Id> {
  const projects = new Set<Id>();
  for (const holder of liveHolders(world, principal, at))
    for (const grant of world.grantsOf(holder))
      if (isValid(grant, at) && world.get('project', grant.project) && world.rulesOfGrant(grant))
        projects.add(grant.project);
  return projects;
}
