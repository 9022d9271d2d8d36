import { type Attributes, type Explanation, explain, type Id, refuse } from '@coterie/kernel';
import { groupNames } from '../../store/groups.ts';
import { principalsByIds } from '../../store/members.ts';
import { look, type View } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'now'>;
type Asked = {
  principalId?: Id | undefined;
  projectId?: Id | null | undefined;
  subject: string;
  action: string;
  attributes?: Attributes | undefined;
};

/** Why a principal may or may not; about oneself always, about others with the right to see members and groups there. */
export async function explainAccess(parts: Reads, caller: Caller, asked: Asked) {
  const view = await look(parts, caller);
  const principal = asked.principalId ?? caller.principal;
  const project = asked.projectId ?? null;
  if (project !== null) view.project(project);
  if (principal !== caller.principal) seeOthers(view, project);
  const who = (await principalsByIds(parts.db, view.org, [principal])).get(principal);
  if (!who) return refuse({ reason: 'notFound', thing: 'member', id: principal });
  const question = {
    principal,
    project,
    subject: asked.subject,
    action: asked.action,
    ...(asked.attributes ? { attributes: asked.attributes } : {}),
  };
  const explanation = explain(view.world, question, view.at);
  const wouldGive = view.may('groups', 'read') ? explanation.wouldGive : [];
  const names = await groupNames(parts.db, view.org, [...groupsOf(explanation), ...wouldGive]);
  return { view, who, explanation: { ...explanation, wouldGive }, names };
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

const groupsOf = ({ routes }: Explanation): Id[] => [
  ...new Set(routes.flatMap(({ path }) => path.map(({ group }) => group))),
];
