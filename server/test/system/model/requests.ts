import {
  authzen,
  CallFailed,
  type Endpoint,
  groups,
  members,
  memberships,
  roles,
} from '@coterie/contract';
import { type Caller, reads } from '../../support/house.ts';
import { type Cast, rulesOf } from './cast.ts';
import type { Change, Operation, Question } from './state.ts';

type Does<V extends Operation['do']> = Operation & { do: V };
type At = { cast: Cast; url: string; admin: Caller };

/** No answer came, or one that says that it is not known whether the change was made. */
export const noAnswer = 'no answer';

/** How the server refuses what the model refuses: it is not there, or is so already. No other refusal is foreseen. */
const refusals = [404, 409];

/** The outcome in the words of the model, and what the server said to a refusal. */
type Outcome = { outcome: string; told: string };

/** Asks one node for an operation. */
export async function send(cast: Cast, url: string, operation: Operation): Promise<Outcome> {
  const at = { cast, url, admin: cast.company.admin.at(url) };
  try {
    if (operation.do in questions) {
      const outcome = await (questions[operation.do as Question['do']] as Ask)(at, operation);
      return { outcome, told: '' };
    }
    await (changes[operation.do as Change['do']] as Make)(at, operation);
    return { outcome: 'done', told: '' };
  } catch (error) {
    if (isUnanswered(error)) return { outcome: noAnswer, told: String(error) };
    if (error instanceof CallFailed && refusals.includes(error.status))
      return { outcome: 'refused', told: `${error.status} ${error.message}` };
    throw error;
  }
}

const isUnanswered = (error: unknown): boolean =>
  error instanceof CallFailed
    ? error.status === 503
    : error instanceof TypeError && ['fetch failed', 'terminated'].includes(error.message);

type Make = (at: At, given: Operation) => Promise<unknown>;
type Ask = (at: At, given: Operation) => Promise<string>;

const member = (at: At, { who, group }: { who: string; group: string }, endpoint: Endpoint) =>
  at.admin.call(endpoint, {
    params: { id: at.cast.group(group).id, username: at.cast.person(who).email },
  });
const child = (at: At, { who, group }: { who: string; group: string }, endpoint: Endpoint) =>
  at.admin.call(endpoint, {
    params: { id: at.cast.group(group).id, childId: at.cast.group(who).id },
  });

/** A holder's place in a project, whichever kind of holder it is. */
function place(
  { cast, admin }: At,
  { who, project }: { who: string; project: string },
  endpoints: { user: Endpoint; group: Endpoint },
  body?: object,
) {
  const { id, isGroup } = cast.holder(who);
  return admin.call(isGroup ? endpoints.group : endpoints.user, {
    params: {
      projectId: cast.project(project).id,
      ...(isGroup ? { groupId: id } : { userId: id }),
    },
    ...(body ? { body } : {}),
  });
}
const rolesBody = (all: readonly string[]) => ({ roles: all.map((role) => ({ role })) });

const changes: { readonly [V in Change['do']]: (at: At, given: Does<V>) => Promise<unknown> } = {
  join: (at, given) => member(at, given, groups.addGroupUser),
  leave: (at, given) => member(at, given, groups.removeGroupUser),
  nest: (at, given) => child(at, given, groups.nestGroup),
  unnest: (at, given) => child(at, given, groups.unnestGroup),
  createGroup: ({ cast, admin }, { group }) => cast.createGroup(group, admin),
  deleteGroup: ({ cast, admin }, { group }) =>
    admin.call(groups.deleteGroup, { params: cast.group(group) }),
  setGroup: ({ cast, admin }, { group, status }) =>
    admin.call(groups.editGroup, {
      params: cast.group(group),
      body: { isSuspended: status === 'suspended' },
    }),
  setUser: ({ cast, admin }, { who, status }) => {
    const { membershipId } = cast.person(who);
    const params = { orgId: cast.company.orgId, membershipId };
    return admin.call(members.editMember, { params, body: { isActive: status === 'active' } });
  },
  signIn: ({ cast, url }, { who, token }) => cast.signIn(who, url, token),
  grant: (at, given) =>
    place(
      at,
      given,
      { user: memberships.addProjectUser, group: memberships.addProjectGroup },
      rolesBody(given.roles),
    ),
  replace: (at, given) =>
    place(
      at,
      given,
      { user: memberships.editProjectUser, group: memberships.editProjectGroup },
      rolesBody(given.roles),
    ),
  revoke: (at, given) =>
    place(at, given, {
      user: memberships.removeProjectUser,
      group: memberships.removeProjectGroup,
    }),
  shape: ({ cast, admin }, { project, shape }) => {
    const { id: projectId, roleId } = cast.project(project);
    return admin.call(roles.editProjectRole, {
      params: { projectId, roleId },
      body: { permissions: rulesOf(shape) as never },
    });
  },
  createProject: ({ cast, admin }, { project }) => cast.createProject(project, admin),
};

const questions: { readonly [V in Question['do']]: (at: At, given: Does<V>) => Promise<string> } = {
  read: async ({ cast, url }, { who, project }) => {
    const { reader } = cast.tokenOf(who);
    const answer = await reads(reader.at(url), cast.project(project).id, 'KEY');
    if (answer === 503) return noAnswer;
    if (answer === 'brass') return 'the value';
    if (answer === 'hidden') return 'the name';
    return [401, 403, 404].includes(answer as number) ? 'nothing' : `status ${answer}`;
  },
  check: async ({ cast, admin }, { who, project }) => {
    const properties = { environment: 'dev', secretPath: '/', secretName: 'KEY' };
    const { decision } = await admin.call(authzen.evaluation, {
      body: {
        subject: { type: 'user', id: cast.person(who).id },
        action: { name: 'readValue' },
        resource: { type: 'secrets', id: cast.project(project).id, properties },
      },
    });
    return decision ? 'yes' : 'no';
  },
};
