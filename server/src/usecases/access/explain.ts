import { type Attributes, explain, groupsThatGive, type Id, refuse } from '@coterie/kernel';
import type { Caller, Parts } from '../parts.ts';
import { namesOf, sceneOf, type Time } from './as-of.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
type Asked = {
  principalId?: Id | undefined;
  projectId?: Id | null | undefined;
  subject: string;
  action: string;
  attributes?: Attributes | undefined;
};

/** Why a principal may or may not; about oneself always, about others with the right to see members and groups there. */
export async function explainAccess(parts: Reads, caller: Caller, asked: Asked & Time) {
  const { view, world, at, seen } = await sceneOf(parts, caller, asked);
  const principal = asked.principalId ?? caller.principal;
  const project = asked.projectId ?? null;
  if (project !== null && !(world.get('project', project) && seen.project(project)))
    refuse({ reason: 'notFound', thing: 'project', id: project });
  if (principal !== caller.principal) seen.needOthers(project);
  const isThere = world.get('member', principal) && seen.principal(principal, project);
  const who = isThere ? (await namesOf(parts, view.org, [principal])).get(principal) : undefined;
  if (!who) return refuse({ reason: 'notFound', thing: 'member', id: principal });
  const question = {
    principal,
    project,
    subject: asked.subject,
    action: asked.action,
    ...(asked.attributes ? { attributes: asked.attributes } : {}),
  };
  const whole = explain(world, question, at);
  const isOwn = principal === caller.principal;
  const routes = isOwn ? whole.routes : whole.routes.map((route) => seen.route(route));
  const explanation = { ...whole, routes };
  const hints = !explanation.allowed && view.may('groups', 'read');
  const wouldGive = hints ? groupsThatGive(world, question, at).filter((id) => seen.group(id)) : [];
  const steps = explanation.routes.flatMap(({ path }) => path);
  const groups = steps.map(({ group }) => group);
  const owners = steps.flatMap(({ byOwner, addedBy }) => (byOwner && addedBy ? addedBy : []));
  return {
    world,
    who,
    explanation,
    wouldGive,
    names: seen.named(world, [...groups, ...wouldGive], project ?? undefined),
    people: await namesOf(parts, view.org, [...new Set(owners)]),
  };
}
