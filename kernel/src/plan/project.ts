import { added, altered, type Change, removed } from '../change.ts';
import type { Grant, Id, Project } from '../facts.ts';
import { refuse } from '../refusals.ts';
import { type Context, need } from './actor.ts';
import { found } from './found.ts';

export type ProjectCommand =
  | { do: 'project.create'; project: Project; grant: Id; membership: Id }
  | { do: 'project.edit'; project: Id; name?: string; slug?: string }
  | { do: 'project.delete'; project: Id }
  /** An organization admin makes itself the project's admin: the audited act of the access model, §4. */
  | { do: 'project.take'; project: Id; grant: Id; membership: Id };

export function planProject(context: Context, command: ProjectCommand): Change[] {
  const { world } = context;
  switch (command.do) {
    case 'project.create':
      need(context, 'project', 'create', null);
      freeSlug(context, command.project);
      return [
        added('project', command.project),
        ...adminGrant(context, command.project.id, command),
      ];
    case 'project.edit': {
      const project = found(world, 'project', command.project);
      need(context, 'project', 'edit', project.id);
      const after = {
        ...project,
        name: command.name ?? project.name,
        slug: command.slug ?? project.slug,
      };
      freeSlug(context, after);
      return JSON.stringify(after) === JSON.stringify(project)
        ? []
        : [altered('project', project, after)];
    }
    case 'project.delete':
      need(context, 'project', 'delete', found(world, 'project', command.project).id);
      return remove(context, command.project);
    case 'project.take':
      found(world, 'project', command.project);
      need(context, 'organization-admin-console', 'access-all-projects', null);
      return adminGrant(context, command.project, command);
  }
}

function adminGrant(
  { world, actor, at }: Context,
  project: Id,
  ids: { grant: Id; membership: Id },
): Change[] {
  if (actor === 'system') return [];
  const current = [...world.grants(actor.principal, project)];
  if (current.some(({ role, from, until }) => role === 'admin' && from === null && until === null))
    return [];
  const grant: Grant = {
    id: ids.grant,
    membership: current[0]?.membership ?? ids.membership,
    project,
    holder: actor.principal,
    holderKind: 'principal',
    role: 'admin',
    rules: null,
    slug: null,
    from: null,
    until: null,
    range: null,
    createdAt: at,
  };
  return [added('grant', grant)];
}

function freeSlug({ world }: Context, wanted: Project): void {
  for (const project of world.all('project'))
    if (project.id !== wanted.id && project.slug.toLowerCase() === wanted.slug.toLowerCase())
      refuse({ reason: 'taken', thing: 'project', field: 'slug', value: wanted.slug });
}

function remove({ world }: Context, id: Id): Change[] {
  const roles = [...world.rolesOf(id)].map((role) => found(world, 'role', role));
  return [
    ...[...world.grantsOn(id)].map((grant) => removed('grant', grant)),
    ...roles.map((role) => removed('role', role)),
    removed('project', found(world, 'project', id)),
  ];
}
