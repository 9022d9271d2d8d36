import { authzen } from '@coterie/contract';
import { refuse } from '@coterie/kernel';
import {
  type Asked,
  ask,
  type Judged,
  type Paged,
  searchAction,
  searchResource,
  searchSubject,
} from '../usecases/access/ask.ts';
import { type Door, door, openDoor } from './door/door.ts';
import { verdicts } from './present/words.ts';

const present = ({ because, version }: Judged, index = 0) => ({
  decision: because === 'allowed',
  context: { id: String(index), reason_user: { en: verdicts[because] }, access_version: version },
});

const presentPage = ({ next, results, total }: Paged<string>) => ({
  page: { next_token: next, count: results.length, total },
});

const pageOf = (
  page:
    | { token?: string | undefined; next_token?: string | undefined; limit?: number | undefined }
    | undefined,
) => ({
  token: page?.token ?? page?.next_token,
  limit: page?.limit,
});

/** A question with the defaults put in; a part that is nowhere makes the whole request malformed. */
function complete(one: Partial<Asked>, defaults: Partial<Asked>, field: string): Asked {
  const {
    subject = defaults.subject,
    action = defaults.action,
    resource = defaults.resource,
  } = one;
  if (!subject || !action || !resource) {
    const missing = !subject ? 'subject' : !action ? 'action' : 'resource';
    return refuse({
      reason: 'invalid',
      field: `${field}${missing}`,
      expected: `a ${missing}, here or as a default`,
    });
  }
  return { subject, action, resource };
}

const ends = {
  execute_all: () => false,
  deny_on_first_deny: (decision: boolean) => !decision,
  permit_on_first_permit: (decision: boolean) => decision,
} as const;

export const authzenDoors: Door[] = [
  door(authzen.evaluation, async (parts, caller, { body }) =>
    present((await ask(parts, caller, [body.subject])).judge(body)),
  ),
  door(authzen.evaluations, async (parts, caller, { body }) => {
    const { evaluations = [], options, ...defaults } = body;
    if (evaluations.length === 0) {
      const one = complete({}, defaults, '');
      return present((await ask(parts, caller, [one.subject])).judge(one));
    }
    const all = evaluations.map((one, index) => complete(one, defaults, `evaluations.${index}.`));
    const asking = await ask(
      parts,
      caller,
      all.map(({ subject }) => subject),
    );
    const isEnd = ends[options?.evaluations_semantic ?? 'execute_all'];
    const told: ReturnType<typeof present>[] = [];
    for (const [index, one] of all.entries()) {
      const answer = present(asking.judge(one), index);
      told.push(answer);
      if (isEnd(answer.decision)) break;
    }
    return { evaluations: told };
  }),
  door(
    authzen.searchSubject,
    async (parts, caller, { body: { subject, action, resource, page } }) => {
      const found = await searchSubject(
        parts,
        caller,
        subject.type,
        action.name,
        resource,
        pageOf(page),
      );
      return {
        results: found.results.map((id) => ({ type: subject.type, id })),
        ...presentPage(found),
      };
    },
  ),
  door(
    authzen.searchResource,
    async (parts, caller, { body: { subject, action, resource, page } }) => {
      const found = await searchResource(
        parts,
        caller,
        subject,
        action.name,
        resource,
        pageOf(page),
      );
      return {
        results: found.results.map((id) => ({ type: resource.type, id })),
        ...presentPage(found),
      };
    },
  ),
  door(authzen.searchAction, async (parts, caller, { body: { subject, resource, page } }) => {
    const found = await searchAction(parts, caller, subject, resource, pageOf(page));
    return { results: found.results.map((name) => ({ name })), ...presentPage(found) };
  }),
  openDoor(authzen.configuration, async ({ siteUrl }) => ({
    policy_decision_point: siteUrl,
    access_evaluation_endpoint: `${siteUrl}${authzen.evaluation.path}`,
    access_evaluations_endpoint: `${siteUrl}${authzen.evaluations.path}`,
    search_subject_endpoint: `${siteUrl}${authzen.searchSubject.path}`,
    search_resource_endpoint: `${siteUrl}${authzen.searchResource.path}`,
    search_action_endpoint: `${siteUrl}${authzen.searchAction.path}`,
  })),
];
