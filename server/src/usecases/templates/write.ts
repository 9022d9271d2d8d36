import { randomUUID } from 'node:crypto';
import { builtIn, checkRules, type Id, type Rule, refuse } from '@coterie/kernel';
import type { Db, Tx } from '../../store/db.ts';
import { principalsByEmail } from '../../store/organization/members.ts';
import {
  insertTemplate,
  removeTemplate,
  type TemplateContent,
  templateByName,
  updateTemplate,
} from '../../store/project/templates.ts';
import { sees } from '../access/seen.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';
import { readTemplate, type SeenTemplate, seeTemplate, usualEnvironments } from './read.ts';

type Changes = Pick<Parts, 'db' | 'worlds' | 'content' | 'now'>;
type Holders = TemplateContent['holders'];
export type WantedTemplate = {
  name?: string | undefined;
  description?: string | null | undefined;
  environments?:
    | readonly { name: string; slug: string; position?: number | undefined }[]
    | null
    | undefined;
  roles?:
    | readonly { name: string; slug: string; permissions: readonly Rule[] }[]
    | null
    | undefined;
  users?: readonly { username: string; roles: readonly string[] }[] | null | undefined;
  identities?: readonly { identityId: Id; roles: readonly string[] }[] | null | undefined;
  groups?: readonly { groupSlug: string; roles: readonly string[] }[] | null | undefined;
};

const nothing: TemplateContent = {
  environments: usualEnvironments,
  roles: [],
  holders: [],
};

/** Makes a template; it gives nobody anything until someone makes a project with it. */
export async function createTemplate(
  parts: Changes,
  caller: Caller,
  { type, ...wanted }: WantedTemplate & { name: string; type: string },
): Promise<SeenTemplate> {
  const id = randomUUID();
  return change(parts, caller, 'create', id, async (tx, view) => {
    await freeName(tx, view.org, wanted.name, id);
    const content = await contentOf(tx, view, wanted, nothing);
    await insertTemplate(tx, view.org, {
      id,
      type,
      name: wanted.name,
      description: wanted.description ?? null,
      content,
    });
  });
}

/** Changes what is named; projects that are there already stay as they are. */
export async function editTemplate(
  parts: Changes,
  caller: Caller,
  id: Id,
  wanted: WantedTemplate,
): Promise<SeenTemplate> {
  return change(parts, caller, 'edit', id, async (tx, view) => {
    const row = await readTemplate(tx, view.org, id);
    const name = wanted.name ?? row.name;
    await freeName(tx, view.org, name, id);
    await updateTemplate(tx, view.org, id, {
      name,
      description: wanted.description === undefined ? row.description : wanted.description,
      content: await contentOf(tx, view, wanted, row.content),
    });
  });
}

export async function deleteTemplate(
  parts: Changes,
  caller: Caller,
  id: Id,
): Promise<SeenTemplate> {
  const view = await look(parts, caller);
  view.need('project-templates', 'delete');
  const seen = await seeTemplate(parts.db, view, await readTemplate(parts.db, view.org, id));
  await parts.content.write(caller, async (tx, now) => {
    now.need('project-templates', 'delete');
    await removeTemplate(tx, view.org, id);
    now.did({ do: 'template.delete', id, name: seen.row.name });
  });
  return seen;
}

async function change(
  parts: Changes,
  caller: Caller,
  action: 'create' | 'edit',
  id: Id,
  write: (tx: Tx, view: View) => Promise<void>,
): Promise<SeenTemplate> {
  return parts.content.write(caller, async (tx, view) => {
    view.need('project-templates', action);
    await write(tx, view);
    const row = await readTemplate(tx, view.org, id);
    view.did({ do: `template.${action}`, id, name: row.name });
    return seeTemplate(tx, view, row);
  });
}

async function freeName(db: Db, org: Id, name: string, own: Id): Promise<void> {
  const other = await templateByName(db, org, name);
  if (other && other.id !== own)
    refuse({ reason: 'taken', thing: 'project template', field: 'name', value: name });
}

/** What the template holds from now on; refuses roles, people and groups that are not there, naming the field. */
async function contentOf(
  db: Db,
  view: View,
  wanted: WantedTemplate,
  before: TemplateContent,
): Promise<TemplateContent> {
  const roles = wanted.roles ?? before.roles;
  for (const [index, { slug }] of roles.entries())
    if (builtIn(slug, 'project') || roles.findIndex((one) => one.slug === slug) !== index)
      refuse({ reason: 'taken', thing: 'role', field: `roles.${index}.slug`, value: slug });
  for (const { permissions } of roles) checkRules(permissions, 'project');
  const held = (kind: Holders[number]['kind']) => before.holders.filter((one) => one.kind === kind);
  const holders = [
    ...(wanted.groups ? groupsOf(view, wanted.groups) : held('group')),
    ...(wanted.users ? await usersOf(db, view, wanted.users) : held('user')),
    ...(wanted.identities ? identitiesOf(view, wanted.identities) : held('machineIdentity')),
  ];
  for (const { roles: slugs } of holders) mustBeRoles(slugs, roles);
  return { environments: environmentsOf(wanted, before), roles, holders };
}

function environmentsOf({ environments }: WantedTemplate, before: TemplateContent) {
  if (!environments) return before.environments;
  const slugs = environments.map(({ slug }) => slug);
  const twice = slugs.findIndex((slug, index) => slugs.indexOf(slug) !== index);
  if (twice >= 0)
    refuse({
      reason: 'taken',
      thing: 'environment',
      field: `environments.${twice}.slug`,
      value: slugs[twice] as string,
    });
  return environments
    .map((one, index) => ({ ...one, position: one.position ?? index + 1 }))
    .sort((a, b) => a.position - b.position)
    .map(({ name, slug }) => ({ name, slug }));
}

function mustBeRoles(slugs: readonly string[], own: TemplateContent['roles']): void {
  for (const slug of slugs)
    if (!builtIn(slug, 'project') && !own.some((role) => role.slug === slug))
      refuse({
        reason: 'invalid',
        field: 'roles',
        expected: `a built-in project role or one of the template's own; \`${slug}\` is none`,
      });
}

/** Only what the caller may see can be named; the rest is not found, there or not. */
const groupsOf = (view: View, wanted: NonNullable<WantedTemplate['groups']>): Holders =>
  wanted.map(({ groupSlug, roles }) => {
    const id = view.world.groupBySlug(groupSlug);
    return id && sees(view).group(id)
      ? { kind: 'group', id, roles }
      : refuse({ reason: 'notFound', thing: 'group', id: groupSlug });
  });

async function usersOf(
  db: Db,
  view: View,
  wanted: NonNullable<WantedTemplate['users']>,
): Promise<Holders> {
  const names = wanted.map(({ username }) => username);
  const known = await principalsByEmail(db, view.org, names);
  return wanted.map(({ username, roles }) => {
    const id = known.get(username);
    return id && sees(view).principal(id)
      ? { kind: 'user', id, roles }
      : refuse({ reason: 'notFound', thing: 'member', id: username });
  });
}

const identitiesOf = (view: View, wanted: NonNullable<WantedTemplate['identities']>): Holders =>
  wanted.map(({ identityId: id, roles }) => {
    if (view.world.get('member', id)?.kind !== 'machineIdentity' || !sees(view).principal(id))
      refuse({ reason: 'notFound', thing: 'identity', id });
    return { kind: 'machineIdentity', id, roles };
  });
