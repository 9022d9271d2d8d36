import { type Attributes, type Id, type Route, routes, whoCan } from '@coterie/kernel';
import { principalsMatching } from '../../store/members.ts';
import type { Caller, Parts } from '../parts.ts';
import { groupsOf, namesOf, sceneOf, type Time } from './as-of.ts';
import { seeOthers } from './explain.ts';

type Asked = {
  projectId?: Id | null | undefined;
  subject: string;
  action: string;
  attributes?: Attributes | undefined;
  limit: number;
  offset: number;
  search?: string | undefined;
};

/** Everyone who may do it, a page of them by name, each with every route that is live. */
export async function whoCanDo(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  asked: Asked & Time,
) {
  const { view, world, at } = await sceneOf(parts, caller, asked);
  const project = asked.projectId ?? null;
  if (project !== null && !world.get('project', project)) view.project(project);
  seeOthers(view, project);
  const question = {
    project,
    subject: asked.subject,
    action: asked.action,
    ...(asked.attributes ? { attributes: asked.attributes } : {}),
  };
  const all = whoCan(world, question, at);
  const ids =
    asked.asOf === undefined
      ? await principalsMatching(parts.db, view.org, all, asked.search)
      : [...all].sort();
  const shown = ids.slice(asked.offset, asked.offset + asked.limit);
  const found = new Map<Id, Route[]>(
    shown.map((id) => [
      id,
      routes(world, id, project, at).filter(({ blockers }) => blockers.length === 0),
    ]),
  );
  return {
    world,
    total: ids.length,
    found,
    names: groupsOf(
      world,
      [...found.values()].flat().flatMap(({ path }) => path.map(({ group }) => group)),
    ),
    principals: await namesOf(parts, view.org, shown),
  };
}
