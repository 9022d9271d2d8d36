import { type Attributes, explain, groupsThatGive, type Id, refuse } from '@coterie/kernel';
import type { View } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { groupsOf, namesOf, sceneOf, type Time } from './as-of.ts';

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
  const { view, world, at } = await sceneOf(parts, caller, asked);
  const principal = asked.principalId ?? caller.principal;
  const project = asked.projectId ?? null;
  if (project !== null && !world.get('project', project)) view.project(project);
  if (principal !== caller.principal) seeOthers(view, project);
  const who = world.get('member', principal)
    ? (await namesOf(parts, view.org, [principal])).get(principal)
    : undefined;
  if (!who) return refuse({ reason: 'notFound', thing: 'member', id: principal });
  const question = {
    principal,
    project,
    subject: asked.subject,
    action: asked.action,
    ...(asked.attributes ? { attributes: asked.attributes } : {}),
  };
  const explanation = explain(world, question, at);
  const hints = !explanation.allowed && view.may('groups', 'read');
  const wouldGive = hints ? groupsThatGive(world, question, at) : [];
  const groups = explanation.routes.flatMap(({ path }) => path.map(({ group }) => group));
  return {
    world,
    who,
    explanation,
    wouldGive,
    names: groupsOf(world, [...groups, ...wouldGive]),
  };
}

/** Where others' access is asked about: members and groups must be visible, in the project or in the organization. */
export function seeOthers(view: View, project: Id | null): void {
  const inOrganization = view.may('member', 'read') && view.may('groups', 'read');
  if (
    project !== null &&
    inOrganization &&
    view.may('organization-admin-console', 'access-all-projects')
  )
    return;
  view.need('member', 'read', project);
  view.need('groups', 'read', project);
}
