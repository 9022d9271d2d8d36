import type { Rule } from '@coterie/kernel';
import type { Kept } from './shape.ts';

export const role: Kept<'role'> = {
  toRow: ({ project, name, slug, description, rules }) => ({
    project_id: project,
    name,
    slug,
    description,
    rules: JSON.stringify(rules),
  }),
  toFact: ({ id, project_id, name, slug, description, rules }) => ({
    id,
    project: project_id,
    name,
    slug,
    description,
    rules: rules as Rule[],
  }),
  isDated: true,
};
