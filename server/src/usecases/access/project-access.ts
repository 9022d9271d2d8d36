import { type Id, reachers } from '@coterie/kernel';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { type Page, pageByName, type Say, withoutMachines } from './listed.ts';
import { sees } from './seen.ts';

/** Everyone who can reach a project, a page of them by name, each with every route. */
export async function projectAccess<T>(
  parts: Pick<Parts, 'db' | 'worlds' | 'lists' | 'now'>,
  caller: Caller,
  project: Id,
  page: Page,
  say: Say<T>,
) {
  const view = await look(parts, caller);
  view.project(project);
  view.need('member', 'read', project);
  view.need('groups', 'read', project);
  const { world, at } = view;
  const seen = sees(view);
  const withMachines = seen.machines(project);
  return pageByName(
    parts,
    { view, world, at, seen },
    {
      question: ['reach', project, withMachines],
      find: () => {
        const all = reachers(world, project, at);
        return withMachines ? all : withoutMachines(world, all);
      },
      project,
      page,
      tells: () => true,
      say,
    },
  );
}
