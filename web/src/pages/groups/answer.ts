import type { groups } from '@coterie/contract';
import type { z } from 'zod';

export type Group = Omit<z.output<typeof groups.getGroup.answer>, 'isManagedByCaller'>;
export type Tree = z.output<typeof groups.getGroupTree.answer>;

/** The groups that a group is in, by whatever way. */
export function groupsAbove({ edges }: Tree, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const from = [id];
  for (const one of from)
    for (const { parent } of edges.filter(({ child }) => child === one))
      if (!found.has(parent)) {
        found.add(parent);
        from.push(parent);
      }
  return found;
}
