import { added, altered, type Change, removed } from '../change.ts';
import type { Grant, Id, Instant, Project } from '../facts.ts';
import { refuse } from '../refusals.ts';
import type { CompiledRules } from '../rules/match.ts';
import { type Context, need, takingAnyProject } from './actor.ts';
import { defined } from './defined.ts';
import { found } from './found.ts';
import { stakesOf } from './grant.ts';
import type { Stake } from './stakes.ts';
import { endOfTaking } from './weigh.ts';

export type ProjectCommand =
  | { do: 'project.create'; project: Project; grant: Id; membership: Id }
  | { do: 'project.edit'; project: Id; name?: string; slug?: string }
  | { do: 'project.delete'; project: Id }
  /** An organization admin makes itself the project's admin: the audited act of the access model, §4. */
  | { do: 'project.take'; project: Id; grant: Id; membership: Id };

export const needCreate = (context: Context): void => need(context, 'project', 'create', null);

export const needOn =
  (action: string) =>
  (context: Context, { project }: { project: Id }): void =>
    need(context, 'project', action, found(context.world, 'project', project).id);

export function needTake(context: Context, { project }: { project: Id }): void {
  found(context.world, 'project', project);
  need(context, ...takingAnyProject, null);
}

/** All that anyone has there, role by role. */
export function everything({ world, at }: Context, { project }: { project: Id }): Stake[] {
  const all = new Map<CompiledRules, Stake>();
  for (const stake of stakesOf(world, [...world.grantsOn(project)], at))
    if ('rules' in stake) all.set(stake.rules, stake);
  return [...all.values()];
}

export function planProject(context: Context, command: ProjectCommand): Change[] {
  const { world } = context;
  switch (command.do) {
    case 'project.create':
      freeSlug(context, command.project);
      return [
        added('project', command.project),
        ...adminGrant(context, command.project.id, command, null),
      ];
    case 'project.edit': {
      const project = found(world, 'project', command.project);
      const after = { ...project, ...defined({ name: command.name, slug: command.slug }) };
      freeSlug(context, after);
      return JSON.stringify(after) === JSON.stringify(project)
        ? []
        : [altered('project', project, after)];
    }
    case 'project.delete':
      return remove(context, command.project);
    case 'project.take':
      return adminGrant(context, command.project, command, endOfTaking(context));
  }
}

function adminGrant(
  { world, actor, at }: Context,
  project: Id,
  ids: { grant: Id; membership: Id },
  until: Instant | null,
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
    until,
    range: null,
    createdAt: at,
  };
  return [added('grant', grant)];
}

export function freeSlug({ world }: Pick<Context, 'world'>, wanted: Project): void {
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
