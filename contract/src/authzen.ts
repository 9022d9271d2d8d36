import { z } from 'zod';
import { anyone, endpoint, signedIn } from './endpoint.ts';

/** The AuthZEN Authorization API 1.0 (OpenID): how other systems ask. */

const properties = z.record(z.string(), z.unknown()).optional();
const text = z.string().min(1).max(1024);
const subject = z.object({ type: text, id: text, properties });
const resource = z.object({ type: text, id: text, properties });
const action = z.object({ name: text, properties });
const context = z.record(z.string(), z.unknown()).optional();
const evaluationRequest = z.object({ subject, action, resource, context });

const decision = z.object({
  decision: z.boolean(),
  context: z.object({
    id: z.string(),
    reason_user: z.object({ en: z.string() }),
    access_version: z.number().int(),
  }),
});

export const evaluation = endpoint({
  method: 'POST',
  path: '/access/v1/evaluation',
  summary: 'AuthZEN: may the subject do the action on the resource?',
  who: signedIn,
  asks: true,
  takesAny: true,
  body: evaluationRequest,
  answer: decision,
  refusals: [403],
});
export const evaluations = endpoint({
  method: 'POST',
  path: '/access/v1/evaluations',
  summary: 'AuthZEN: several questions at once, with defaults and three ways to end',
  who: signedIn,
  asks: true,
  takesAny: true,
  body: evaluationRequest.partial().extend({
    evaluations: z.array(evaluationRequest.partial()).max(10_000).optional(),
    options: z
      .looseObject({
        evaluations_semantic: z
          .enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'])
          .optional(),
      })
      .optional(),
  }),
  answer: z.union([z.object({ evaluations: z.array(decision) }), decision]),
  refusals: [403],
});

const page = z
  .object({
    token: z.string().max(200).optional(),
    next_token: z.string().max(200).optional(),
    limit: z.number().int().min(1).max(1000).optional(),
  })
  .optional();
const found = {
  page: z.object({ next_token: z.string(), count: z.number().int(), total: z.number().int() }),
};
const typed = z.object({ type: text, properties });
const results = z.object({
  results: z.array(z.object({ type: z.string(), id: z.string() })),
  ...found,
});

export const searchSubject = endpoint({
  method: 'POST',
  path: '/access/v1/search/subject',
  summary: 'AuthZEN: who may do the action on the resource?',
  who: signedIn,
  asks: true,
  takesAny: true,
  body: z.object({ subject: typed, action, resource, context, page }),
  answer: results,
  refusals: [403],
});
export const searchResource = endpoint({
  method: 'POST',
  path: '/access/v1/search/resource',
  summary: 'AuthZEN: on which resources of a type may the subject do the action?',
  who: signedIn,
  asks: true,
  takesAny: true,
  body: z.object({ subject, action, resource: typed, context, page }),
  answer: results,
  refusals: [403],
});
export const searchAction = endpoint({
  method: 'POST',
  path: '/access/v1/search/action',
  summary: 'AuthZEN: what may the subject do on the resource?',
  who: signedIn,
  asks: true,
  takesAny: true,
  body: z.object({ subject, resource, context, page }),
  answer: z.object({ results: z.array(z.object({ name: z.string() })), ...found }),
  refusals: [403],
});

export const configuration = endpoint({
  method: 'GET',
  path: '/.well-known/authzen-configuration',
  summary: 'AuthZEN: where what is asked',
  who: anyone,
  answer: z.object({
    policy_decision_point: z.string(),
    access_evaluation_endpoint: z.string(),
    access_evaluations_endpoint: z.string(),
    search_subject_endpoint: z.string(),
    search_resource_endpoint: z.string(),
    search_action_endpoint: z.string(),
  }),
});
