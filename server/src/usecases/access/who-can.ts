import { type Attributes, type Id, refuse, whoCan } from '@coterie/kernel';
import type { Caller, Parts } from '../parts.ts';
import { sceneOf, type Time } from './as-of.ts';
import { type Page, pageById, pageByName, type Say, withoutMachines } from './listed.ts';

type Asked = {
  projectId?: Id | null | undefined;
  subject: string;
  action: string;
  attributes?: Attributes | undefined;
} & Page;

/** Everyone who may do it, a page of them by name (of the past: by id), each with every route that is live. */
export async function whoCanDo<T>(
  parts: Pick<Parts, 'db' | 'worlds' | 'lists' | 'now'>,
  caller: Caller,
  asked: Asked & Time,
  say: Say<T>,
) {
  const scene = await sceneOf(parts, caller, asked);
  const { world, at, seen } = scene;
  const { projectId: project = null, subject, action, attributes = {} } = asked;
  if (project !== null && !(world.get('project', project) && seen.project(project)))
    refuse({ reason: 'notFound', thing: 'project', id: project });
  seen.needOthers(project);
  const { search, limit, offset } = asked;
  const withMachines = seen.machines(project);
  const found = () => {
    const all = whoCan(world, { project, subject, action, attributes }, at);
    return withMachines ? all : withoutMachines(world, all);
  };
  const pageOf = asked.asOf === undefined ? pageByName : pageById;
  return pageOf(parts, scene, {
    question: ['may', project, subject, action, attributes, withMachines],
    find: found,
    project,
    page: { search, limit, offset },
    tells: ({ blockers }) => blockers.length === 0,
    say,
  });
}
