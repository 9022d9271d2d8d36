import { type Id, refuse, type World } from '@coterie/kernel';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

/**
 * The id of a project given by id or by slug. A slug is found only by who has a live route there, so that slugs cannot be
 * guessed; what the caller may do is judged by what it then does.
 */
export async function findProject(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  { id, slug }: { id?: Id | undefined; slug?: string | undefined },
): Promise<Id> {
  if (id !== undefined) return id;
  if (slug === undefined)
    return refuse({ reason: 'invalid', field: 'workspaceId', expected: 'the id of a project' });
  const view = await look(parts, caller);
  const found = projectBySlug(view.world, slug);
  return found !== undefined && view.live(found).length > 0
    ? found
    : refuse({ reason: 'notFound', thing: 'project', id: slug });
}

function projectBySlug(world: World, slug: string): Id | undefined {
  for (const project of world.all('project'))
    if (project.slug.toLowerCase() === slug.toLowerCase()) return project.id;
  return undefined;
}
