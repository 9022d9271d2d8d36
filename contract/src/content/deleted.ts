import { z } from 'zod';
import { endpoint, signedIn } from '../endpoint.ts';
import { id, paging, totalCount, when } from '../shared.ts';

const kind = z.enum(['secret', 'folder', 'environment', 'project', 'group']);
const thing = { id, kind, name: z.string() };
const params = z.object({ id });
const base = '/api/v1/recently-deleted';
const given = (value: unknown) => (value === '' ? undefined : value);

export const listRecentlyDeleted = endpoint({
  method: 'GET',
  path: base,
  summary:
    'What was deleted of late and the caller may bring back: secrets, folders and environments of a project or of all, projects and groups',
  who: signedIn,
  query: z.object({ projectId: z.preprocess(given, id.optional()), ...paging }),
  answer: z.object({
    things: z.array(
      z
        .object({
          ...thing,
          projectId: id.nullable(),
          deletedAt: when,
          deletedBy: z.object({ id, type: z.string(), name: z.string() }),
          /** Until when it can be brought back. */
          expiresAt: when,
        })
        .meta({ id: 'DeletedThing' }),
    ),
    totalCount,
  }),
  refusals: [403, 404],
});
export const restoreDeleted = endpoint({
  method: 'POST',
  path: `${base}/:id/restore`,
  summary:
    'Brings back what was deleted, with all that hung on it and is there still; for who may delete it and give what comes back with it',
  who: signedIn,
  isAct: true,
  params,
  answer: z.object({ restored: z.object(thing) }),
  refusals: [403, 404, 409],
});
export const forgetDeleted = endpoint({
  method: 'DELETE',
  path: `${base}/:id`,
  summary: 'Forgets what was deleted for good before its time; a project with its keys',
  who: signedIn,
  isAct: true,
  params,
  answer: z.object({ forgotten: z.object(thing) }),
  refusals: [403, 404],
});
