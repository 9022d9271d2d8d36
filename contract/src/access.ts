import { z } from 'zod';
import { endpoint, inOrganization, inProject, signedIn } from './endpoint.ts';
import { id, largestInteger, lastMoment, page, text, totalCount, when } from './shared.ts';

const principal = z
  .object({
    id,
    type: z.enum(['user', 'machineIdentity']),
    name: z.string(),
    email: z.string().nullable(),
    status: z.string(),
  })
  .meta({ id: 'Principal' });
const role = z.object({ slug: z.string(), name: z.string(), isBuiltIn: z.boolean() });
const blocker = z.object({ text: z.string() });

/** One way by which someone has something: the groups passed, then the role. */
const route = z
  .object({
    isLive: z.boolean(),
    groups: z.array(
      z.object({
        id,
        name: z.string(),
        slug: z.string(),
        source: z.string(),
        until: when.nullable(),
        /** Who let the member in by an owner's power, without holding all that the group gives. */
        letInBy: z.object({ id: id.nullable(), name: z.string() }).nullable(),
      }),
    ),
    isDirect: z.boolean(),
    role: role.nullable(),
    /** The slug of the additional privilege, where the route ends in one instead of a role. */
    privilege: z.string().nullable(),
    from: when.nullable(),
    until: when.nullable(),
    blockers: z.array(blocker),
  })
  .meta({ id: 'Route' });
/** A past the question is about, a version or a moment, or how new the answer must be at the least. */
const time = {
  asOf: z.union([z.number().int().min(0).max(lastMoment), when]).optional(),
  atLeastVersion: z.number().int().min(0).optional(),
};
const attributes = z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional();
const bodyPage = {
  limit: z.number().int().min(1).max(1000).default(50),
  offset: z.number().int().min(0).max(largestInteger).default(0),
  search: z.string().max(1024).optional(),
};
export type RouteAnswer = z.infer<typeof route>;
const said = z.object({ text: z.string(), inverted: z.boolean() });

export const listProjectAccess = endpoint({
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
  asks: true,
  body: z.object({
    principalId: id.optional(),
    projectId: id.nullish(),
    subject: z.string().min(1).max(100),
    action: z.string().min(1).max(100),
    attributes,
    ...time,
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
  refusals: [403, 404, 409],
});

export const whoCan = endpoint({
  method: 'POST',
  path: '/api/v1/access/who-can',
  summary: 'Everyone who may do it, each with every route; by page, with search',
  who: signedIn,
  asks: true,
  body: z.object({
    projectId: id.nullish(),
    subject: z.string().min(1).max(100),
    action: z.string().min(1).max(100),
    attributes,
    ...bodyPage,
    ...time,
  }),
  answer: z.object({
    accessVersion: z.number().int(),
    totalCount,
    principals: z.array(z.object({ principal, routes: z.array(route) })),
  }),
  refusals: [403, 404, 409],
});

const right = z
  .object({ text: z.string(), subject: z.string(), action: z.string() })
  .meta({ id: 'Right' });
export const compare = endpoint({
  method: 'POST',
  path: '/api/v1/access/compare',
  summary: 'What one principal may do that another may not, and what it lacks, place by place',
  who: signedIn,
  asks: true,
  body: z.object({ principalId: id, otherId: id, ...time }),
  answer: z.object({
    accessVersion: z.number().int(),
    principal,
    other: principal,
    places: z.array(
      z.object({
        project: z.object({ id, name: z.string() }).nullable(),
        only: z.array(right),
        lacks: z.array(right),
      }),
    ),
  }),
  refusals: [403, 404, 409],
});

export const whereUsed = endpoint({
  method: 'POST',
  path: '/api/v1/access/where-used',
  summary:
    'All that a group, a custom role or a principal reaches and is held by, before it is changed or deleted',
  who: signedIn,
  asks: true,
  body: z.object({
    groupId: id.optional(),
    roleId: id.optional(),
    principalId: id.optional(),
    ...time,
  }),
  answer: z.object({
    accessVersion: z.number().int(),
    /** Members, those of nested groups too. */
    memberCount: z.number().int(),
    parents: z.array(z.object({ id, name: z.string(), slug: z.string() })),
    children: z.array(z.object({ id, name: z.string(), slug: z.string() })),
    projects: z.array(
      z.object({
        id,
        name: z.string(),
        roles: z.array(role),
        /** The slugs of additional privileges. */
        privileges: z.array(z.string()),
        via: z.array(z.string()),
      }),
    ),
    /** Who holds the role: members, groups, grants. */
    holders: z.array(
      z.object({
        kind: z.enum(['principal', 'group']),
        id,
        name: z.string(),
        project: z.string().nullable(),
      }),
    ),
    /** Who manages the group, and the groups that the group or the principal manages. */
    managers: z.array(z.object({ kind: z.enum(['principal', 'group']), id, name: z.string() })),
    manages: z.array(z.object({ id, name: z.string(), slug: z.string() })),
  }),
  refusals: [403, 404, 409],
});

/** A request just as it would be sent; the path has its query, if it has one. */
export const supposedRequest = z.object({
  method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string().min(1).max(4096),
  body: z.unknown().optional(),
});
export const whatIf = endpoint({
  method: 'POST',
  path: '/api/v1/access/what-if',
  summary:
    'What requests would do that change access or content, before they are sent: who gains and who loses what, where. Nothing is written',
  who: signedIn,
  asks: true,
  body: z.object({
    changes: z.array(supposedRequest).min(1).max(1000),
    limit: z.number().int().min(1).max(1000).default(50),
    offset: z.number().int().min(0).max(largestInteger).default(0),
    ...time,
  }),
  answer: z.object({
    accessVersion: z.number().int(),
    gaining: z.number().int(),
    losing: z.number().int(),
    projects: z.number().int(),
    /** Groups that are given more whose owners can let others in to it, and how many owners. */
    handedOn: z.array(z.object({ id, name: z.string(), owners: z.number().int() })),
    /** Of what refers to things renamed or deleted: values and imports that follow, and what will lead nowhere, by name where the caller may see it. */
    references: z.object({
      values: z.number().int(),
      imports: z.number().int(),
      cutOff: z.number().int(),
      names: z.array(z.string()),
    }),
    totalCount,
    differences: z.array(
      z.object({
        principal,
        project: z.object({ id, name: z.string() }).nullable(),
        gains: z.array(right),
        losses: z.array(right),
        /** The routes by which it comes, and those by which it went; one whose rules change is in both. */
        gainedBy: z.array(route),
        lostBy: z.array(route),
      }),
    ),
  }),
  refusals: [403, 404, 409],
});

/** Changes of access, chained one by one; or what was done beside them, content written above all. */
const logKind = z.enum(['access', 'trail']);

export const readAccessLog = endpoint({
  method: 'GET',
  path: '/api/v1/access-log',
  summary:
    'Every change of access and everything else that was done, newest first: who, when, before and after; names, never values',
  who: inOrganization('audit-logs', 'read'),
  query: z.object({ ...page, about: text, kind: logKind.optional() }),
  answer: z.object({
    entries: z.array(
      z.object({
        /** Its kind and its number among those of its kind. */
        id: z.string(),
        kind: logKind,
        /** The access version that a change of access made, or under which anything else was done. */
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
  summary:
    'Recomputes the hash chains, compares them with the signed checkpoints kept elsewhere, and says where they first break, if they do',
  who: inOrganization('audit-logs', 'read'),
  answer: z.object({
    entries: z.number().int(),
    intact: z.boolean(),
    brokenAt: z.number().int().nullable(),
    /** The same of what was done beside changes of access. */
    trail: z.object({ entries: z.number().int(), brokenAt: z.number().int().nullable() }),
    /** The signed checkpoints, here and in the second place, that were compared. */
    checkpoints: z.number().int(),
  }),
  refusals: [403],
});
export const exportAccessLog = endpoint({
  method: 'GET',
  path: '/api/v1/access-log/export',
  summary:
    'A page of a log, entry by entry as it was written, with its signed checkpoints: to be verified without this instance',
  who: inOrganization('audit-logs', 'read'),
  query: z.object({
    log: logKind.default('access'),
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(1000),
  }),
  answer: z.object({
    organization: id,
    /** Ed25519, base64 of its SPKI form. */
    publicKey: z.string(),
    lines: z.array(z.object({ position: z.number().int(), at: when, entry: z.string() })),
    checkpoints: z.array(
      z.object({
        organization: id,
        log: logKind,
        position: z.number().int(),
        digest: z.string(),
        at: when,
        signature: z.string(),
      }),
    ),
  }),
  refusals: [403],
});

export type Reacher = z.output<typeof listProjectAccess.answer>['members'][number];
export type LogEntry = z.output<typeof readAccessLog.answer>['entries'][number];
