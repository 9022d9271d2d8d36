import type { Id, Rule } from '@coterie/kernel';
import type { Db, Tx } from '../db.ts';

/** What a project template holds. Holders by id, roles by slug. */
export type TemplateContent = {
  environments: readonly { name: string; slug: string }[];
  roles: readonly { name: string; slug: string; permissions: readonly Rule[] }[];
  holders: readonly {
    kind: 'user' | 'machineIdentity' | 'group';
    id: Id;
    roles: readonly string[];
  }[];
};
export type TemplateRow = {
  id: Id;
  name: string;
  description: string | null;
  type: string;
  content: TemplateContent;
  created_at: Date;
  updated_at: Date;
};

const rows = (db: Db, org: Id) =>
  db.selectFrom('project_templates').selectAll().where('org_id', '=', org);
const read = (row: { content: unknown } & Omit<TemplateRow, 'content'>): TemplateRow => ({
  ...row,
  content: row.content as TemplateContent,
});

export const listTemplates = async (db: Db, org: Id): Promise<TemplateRow[]> =>
  (await rows(db, org).orderBy('name').orderBy('id').execute()).map(read);

export async function templateById(db: Db, org: Id, id: Id): Promise<TemplateRow | undefined> {
  const row = await rows(db, org).where('id', '=', id).executeTakeFirst();
  return row && read(row);
}

/** By name, whatever its case. */
export async function templateByName(
  db: Db,
  org: Id,
  name: string,
): Promise<TemplateRow | undefined> {
  const row = await rows(db, org)
    .where((e) => e(e.fn('lower', ['name']), '=', name.toLowerCase()))
    .executeTakeFirst();
  return row && read(row);
}

type Columns = Pick<TemplateRow, 'name' | 'description' | 'content'>;

export const insertTemplate = (tx: Tx, org: Id, columns: Columns & { id: Id; type: string }) =>
  tx
    .insertInto('project_templates')
    .values({ ...columns, org_id: org, content: JSON.stringify(columns.content) })
    .execute();

export const updateTemplate = (tx: Tx, org: Id, id: Id, { name, description, content }: Columns) =>
  tx
    .updateTable('project_templates')
    .set({ name, description, content: JSON.stringify(content), updated_at: new Date() })
    .where('org_id', '=', org)
    .where('id', '=', id)
    .execute();

export const removeTemplate = (tx: Tx, org: Id, id: Id) =>
  tx.deleteFrom('project_templates').where('org_id', '=', org).where('id', '=', id).execute();

/** Whoever is removed is in no template any more, so that a later return starts with nothing. */
export async function dropFromTemplates(tx: Tx, org: Id, holder: Id): Promise<void> {
  for (const { id, content, ...columns } of await listTemplates(tx, org)) {
    const holders = content.holders.filter((one) => one.id !== holder);
    if (holders.length < content.holders.length)
      await updateTemplate(tx, org, id, { ...columns, content: { ...content, holders } });
  }
}
