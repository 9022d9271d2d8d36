import type { Id, Instant } from '../facts.ts';
import { climbFrom } from '../routes.ts';
import type { World } from '../world.ts';

/** The projects to which a principal has at least one live route. */
export function projectsOf(world: World, principal: Id, at: Instant): Set<Id> {
  const { grants, projects, projectNames } = world.packed;
  const found = new Set<Id>();
  const walk = climbFrom(world, world.packed.nodes.find(principal), at);
  for (let i = 0; i < walk.count; i++)
    for (const row of grants.rowsOf(walk.at(i))) {
      const project = grants.project(row);
      if (projects.isThere(project) && grants.rulesAt(row, at, walk))
        found.add(projectNames.text(project));
    }
  return found;
}
