import { type Id, refuse } from '@coterie/kernel';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

/** The id of a project given by id or by slug; whether the caller may do anything there is judged by what it then does. */
export async function findProject(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  { id, slug }: { id?: Id | undefined; slug?: string | undefined },
): Promise<Id> {
  if (id !== undefined) return id;
  if (slug === undefined)
    return refuse({ reason: 'invalid', field: 'workspaceId', expected: 'the id of a project' });
  const { world } = await look(parts, caller);
  for (const project of world.all('project'))
    if (project.slug.toLowerCase() === slug.toLowerCase()) return project.id;
  return refuse({ reason: 'notFound', thing: 'project', id: slug });
}
