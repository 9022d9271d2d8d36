import { z } from 'zod';
import { endpoint, inOrganization, inProject, signedIn } from './endpoint.ts';
import { id, page, text, totalCount, when } from './shared.ts';

const principal = z.object({
  id,
  type: z.enum(['user', 'machineIdentity']),
  name: z.string(),
  email: z.string().nullable(),
  status: z.string(),
});
const role = z.object({ slug: z.string(), name: z.string(), isBuiltIn: z.boolean() });
const blocker = z.object({ text: z.string() });

/** One way by which someone has something: the groups passed, then the role. */
const route = z.object({
  isLive: z.boolean(),
  groups: z.array(
    z.object({
      id,
      name: z.string(),
      slug: z.string(),
      source: z.string(),
      until: when.nullable(),
    }),
  ),
  isDirect: z.boolean(),
  role: role.nullable(),
  from: when.nullable(),
  until: when.nullable(),
  blockers: z.array(blocker),
});
export type RouteAnswer = z.infer<typeof route>;
const said = z.object({ text: z.string(), inverted: z.boolean() });

export const projectAccess = endpoint({
  method: 'GET',
  path: '/api/v1/projects/:projectId/access',
  summary: 'Everyone who can reach the project: which roles, and from where, every route',
  who: inProject('member', 'read'),
  params: z.object({ projectId: id }),
  query: z.object({ ...page }),
  answer: z.object({
    accessVersion: z.number().int(),
    members: z.array(z.object({ principal, routes: z.array(route) })),
    totalCount,
  }),
  refusals: [403, 404],
});

export const explain = endpoint({
  method: 'POST',
  path: '/api/v1/access/explain',
  summary:
    'Why someone may or may not do something: the verdict, every route, and the rules that speak to it',
  who: signedIn,
  body: z.object({
    principalId: id.optional(),
    projectId: id.nullish(),
    subject: z.string().min(1).max(100),
    action: z.string().min(1).max(100),
    attributes: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  }),
  answer: z.object({
    accessVersion: z.number().int(),
    allowed: z.boolean(),
    because: z.enum(['allowed', 'denied', 'noRule', 'noRoute']),
    text: z.string(),
    missing: z.array(z.string()),
    principal,
    routes: z.array(route.extend({ decides: z.boolean(), rules: z.array(said) })),
    wouldGive: z.array(z.object({ id, name: z.string(), slug: z.string() })),
  }),
  refusals: [403, 404],
});

export const whatIfCommand = z.discriminatedUnion('do', [
  z.object({ do: z.literal('removeMember'), principalId: id }),
  z.object({ do: z.literal('suspendMember'), principalId: id }),
  z.object({ do: z.literal('addToGroup'), groupId: id, memberId: id }),
  z.object({ do: z.literal('removeFromGroup'), groupId: id, memberId: id }),
  z.object({ do: z.literal('deleteGroup'), groupId: id }),
  z.object({ do: z.literal('suspendGroup'), groupId: id }),
  z.object({ do: z.literal('setGroupRole'), groupId: id, role: z.string() }),
  z.object({
    do: z.literal('addToProject'),
    projectId: id,
    holderId: id,
    roles: z.array(z.string()).min(1).max(50),
  }),
  z.object({
    do: z.literal('setProjectRoles'),
    projectId: id,
    holderId: id,
    roles: z.array(z.string()).min(1).max(50),
  }),
  z.object({ do: z.literal('removeFromProject'), projectId: id, holderId: id }),
  z.object({ do: z.literal('deleteProject'), projectId: id }),
]);
const right = z.object({ text: z.string() });
export const whatIf = endpoint({
  method: 'POST',
  path: '/api/v1/access/what-if',
  summary:
    'What changes would do, before they are made: who gains and who loses what, where. Nothing is written',
  who: signedIn,
  body: z.object({
    commands: z.array(whatIfCommand).min(1).max(1000),
    limit: z.number().int().min(1).max(1000).default(50),
    offset: z.number().int().min(0).default(0),
  }),
  answer: z.object({
    accessVersion: z.number().int(),
    gaining: z.number().int(),
    losing: z.number().int(),
    projects: z.number().int(),
    totalCount,
    differences: z.array(
      z.object({
        principal,
        project: z.object({ id, name: z.string() }).nullable(),
        gains: z.array(right),
        losses: z.array(right),
      }),
    ),
  }),
  refusals: [403, 404, 409],
});

export const accessLog = endpoint({
  method: 'GET',
  path: '/api/v1/access-log',
  summary: 'Every change of access, newest first: who, when, from where, before and after',
  who: inOrganization('audit-logs', 'read'),
  query: z.object({ ...page, about: text }),
  answer: z.object({
    entries: z.array(
      z.object({
        version: z.number().int(),
        at: when,
        actor: z.object({ id: z.string(), type: z.string(), name: z.string() }),
        command: z.string(),
        text: z.string(),
        changes: z.array(z.unknown()),
        hash: z.string(),
      }),
    ),
    totalCount,
  }),
  refusals: [403],
});
export const verifyAccessLog = endpoint({
  method: 'GET',
  path: '/api/v1/access-log/verify',
  summary: 'Recomputes the hash chain and says where it first breaks, if it does',
  who: inOrganization('audit-logs', 'read'),
  answer: z.object({
    entries: z.number().int(),
    intact: z.boolean(),
    brokenAt: z.number().int().nullable(),
  }),
  refusals: [403],
});
