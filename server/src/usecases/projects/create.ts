import { randomUUID } from 'node:crypto';
import { builtIn, type Command, type Id, refuse, type World } from '@coterie/kernel';
import type { Tx } from '../../store/db.ts';
import { insertEnvironment, type ProjectRow, updateProject } from '../../store/project/projects.ts';
import type { TemplateContent } from '../../store/project/templates.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { mustBeSlugOf } from '../setup/organization-slug.ts';
import { freshSlug, slugFrom } from '../slugs.ts';
import { templateNamed, usualEnvironments } from '../templates/read.ts';
import { View } from '../view.ts';
import { readProject } from './read.ts';

type Wanted = {
  projectName: string;
  projectDescription?: string | null | undefined;
  slug?: string | undefined;
  type: string;
  shouldCreateDefaultEnvs: boolean;
  hasDeleteProtection: boolean;
  autoCapitalization?: boolean | undefined;
  template?: string | null | undefined;
  organizationSlug?: string | null | undefined;
};

/** Creates a project with its maker as admin, its first data key, and the environments, roles and holders of a template. */
export async function createProject(
  parts: Pick<Parts, 'db' | 'access' | 'keyring' | 'now'>,
  caller: Caller,
  wanted: Wanted,
): Promise<ProjectRow> {
  const org = orgOf(caller);
  const id = randomUUID();
  await mustBeSlugOf(parts.db, org, wanted.organizationSlug ?? undefined);
  // `default` is what clients send for no template.
  const isNamed = wanted.template && wanted.template !== 'default';
  const at = parts.now();
  let template: TemplateContent | null | undefined;
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at,
    find: async (tx) => {
      template = isNamed ? (await templateNamed(tx, org, wanted.template ?? ''))?.content : null;
    },
    commands: (world) => {
      // That there is no such template is told to who may create projects.
      new View(world, org, caller.principal, at).need('project', 'create');
      if (template === undefined)
        refuse({ reason: 'notFound', thing: 'template', id: wanted.template ?? '' });
      return [
        creation(world, id, wanted),
        ...(template ? fromTemplate(world, id, caller, template) : []),
      ];
    },
    after: async (tx) => {
      await updateProject(tx, org, id, {
        description: wanted.projectDescription ?? null,
        has_delete_protection: wanted.hasDeleteProtection,
        auto_capitalization: wanted.autoCapitalization ?? false,
        type: wanted.type,
      });
      await parts.keyring.makeProjectKey(tx, org, id);
      const environments = template?.environments ?? usualEnvironments;
      if (template || wanted.shouldCreateDefaultEnvs)
        await makeEnvironments(tx, org, id, environments);
      return readProject(tx, org, id);
    },
  });
  return answer;
}

function creation(
  world: World,
  id: Id,
  { projectName: name, slug: asked }: Pick<Wanted, 'projectName' | 'slug'>,
): Command {
  const plain = slugFrom(name, 'project');
  const isTaken = [...world.all('project')].some(({ slug }) => slug.toLowerCase() === plain);
  const slug = asked ?? (isTaken ? freshSlug(name, 'project') : plain);
  return {
    do: 'project.create',
    project: { id, name, slug },
    grant: randomUUID(),
    membership: randomUUID(),
  };
}

/** The template's roles, and its holders under them: those that are still there, but for the maker, who is admin already. */
function fromTemplate(
  world: World,
  project: Id,
  caller: Caller,
  { roles, holders }: TemplateContent,
): Command[] {
  const ids = new Map(roles.map(({ slug }) => [slug, randomUUID()]));
  const isThere = ({ kind, id }: TemplateContent['holders'][number]) =>
    world.get(kind === 'group' ? 'group' : 'member', id) !== undefined && id !== caller.principal;
  return [
    ...roles.map(
      ({ name, slug, permissions: rules }): Command => ({
        do: 'role.create',
        role: { id: ids.get(slug) as Id, project, name, slug, description: null, rules },
      }),
    ),
    ...holders.filter(isThere).map(
      (holder): Command => ({
        do: 'grant.add',
        project,
        holder: holder.id,
        holderKind: holder.kind === 'group' ? 'group' : 'principal',
        membership: randomUUID(),
        roles: [...new Set(holder.roles)].map((slug) => ({
          id: randomUUID(),
          role: builtIn(slug, 'project')?.slug ?? (ids.get(slug) as Id),
          from: null,
          until: null,
          range: null,
        })),
      }),
    ),
  ];
}

async function makeEnvironments(
  tx: Tx,
  org: Id,
  project_id: Id,
  environments: TemplateContent['environments'],
): Promise<void> {
  for (const { name, slug } of environments)
    await insertEnvironment(tx, org, {
      id: randomUUID(),
      project_id,
      name,
      slug,
      position: null,
      root: randomUUID(),
    });
}
