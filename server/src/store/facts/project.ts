import { takeProject } from '../gates.ts';
import type { Kept } from './shape.ts';

export const project: Kept<'project'> = {
  toRow: ({ name, slug }) => ({ name, slug }),
  toFact: ({ id, name, slug }) => ({ id, name, slug }),
  isDated: true,
  leave: (tx, _org, id) => takeProject(tx, id),
};
