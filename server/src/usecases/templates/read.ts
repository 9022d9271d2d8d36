import { type Id, isId, refuse } from '@coterie/kernel';
import type { Db } from '../../store/db.ts';
import { type PrincipalRow, principalsByIds } from '../../store/organization/members.ts';
import {
  listTemplates,
  type TemplateRow,
  templateById,
  templateByName,
} from '../../store/project/templates.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
/** A template with the names of its holders; one that is gone since is left out. */
export type SeenTemplate = {
  row: TemplateRow;
  holders: {
    kind: 'user' | 'machineIdentity' | 'group';
    id: Id;
    key: string;
    name: string;
    roles: readonly string[];
  }[];
};

/** The project templates of the organization, by name. */
export async function listProjectTemplates(parts: Reads, caller: Caller): Promise<SeenTemplate[]> {
  const view = await look(parts, caller);
  view.need('project-templates', 'read');
  return seeTemplates(parts.db, view, await listTemplates(parts.db, view.org));
}

export async function getTemplate(parts: Reads, caller: Caller, id: Id): Promise<SeenTemplate> {
  const view = await look(parts, caller);
  view.need('project-templates', 'read');
  return seeTemplate(parts.db, view, await readTemplate(parts.db, view.org, id));
}

export const readTemplate = async (db: Db, org: Id, id: Id): Promise<TemplateRow> =>
  (await templateById(db, org, id)) ?? refuse({ reason: 'notFound', thing: 'template', id });

/** What a project begins with where no template says otherwise. */
export const usualEnvironments = [
  { name: 'Development', slug: 'dev' },
  { name: 'Staging', slug: 'staging' },
  { name: 'Production', slug: 'prod' },
];

/** The template that a project is asked to be made with, by id or name. */
export async function templateNamed(
  db: Db,
  org: Id,
  named: string,
): Promise<TemplateRow | undefined> {
  const byId = isId(named) ? await templateById(db, org, named.toLowerCase()) : undefined;
  return byId ?? templateByName(db, org, named);
}

export async function seeTemplate(db: Db, view: View, row: TemplateRow): Promise<SeenTemplate> {
  const [seen] = await seeTemplates(db, view, [row]);
  return seen ?? refuse({ reason: 'notFound', thing: 'template', id: row.id });
}

async function seeTemplates(
  db: Db,
  { world, org }: View,
  rows: readonly TemplateRow[],
): Promise<SeenTemplate[]> {
  const ids = rows.flatMap(({ content }) => content.holders.map(({ id }) => id));
  const people: Map<Id, PrincipalRow> = await principalsByIds(db, org, ids);
  return rows.map((row) => ({
    row,
    holders: row.content.holders.flatMap((holder) => {
      const group = world.get('group', holder.id);
      if (group) return [{ ...holder, key: group.slug, name: group.name }];
      const person = people.get(holder.id);
      return person ? [{ ...holder, key: person.email ?? person.id, name: person.name }] : [];
    }),
  }));
}
