import type { Group } from '@coterie/kernel';
import { type Kept, roleColumns, roleOf } from './shape.ts';

export const group: Kept<'group'> = {
  toRow: ({ name, slug, description, role, status, longest }) => ({
    name,
    slug,
    description,
    status,
    longest: longest ?? null,
    ...roleColumns(role),
  }),
  toFact: (row) => ({
    id: row.id,
    name: row.name,
    slug: row.slug,
    description: row.description,
    role: roleOf(row),
    status: row.status as Group['status'],
    longest: row.longest,
  }),
  isDated: true,
};
