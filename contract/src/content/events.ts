import { z } from 'zod';
import { endpoint, signedIn } from '../endpoint.ts';
import { id } from '../shared.ts';
import { environmentSlug } from './secrets.ts';

/** What is told of secrets as it happens; names and places alone, never a value. */
export const eventName = z.enum([
  'secret:create',
  'secret:update',
  'secret:delete',
  'secret:import-mutation',
]);
const where = {
  environmentSlug,
  secretPath: z
    .string()
    .min(1)
    .max(512)
    .startsWith('/', 'expected an absolute folder path, or a pattern such as `/api/**`')
    .default('/'),
};
/** Some clients say where beside the event, and leave the event out for all of them. */
const registration = z.union([
  z.object({ event: eventName.optional(), conditions: z.object(where) }),
  z.object({ event: eventName.optional(), ...where }),
]);

export const subscribe = endpoint({
  method: 'POST',
  path: '/api/v1/events/subscribe/project-events',
  summary: 'Changes of secrets as they happen, as server-sent events',
  who: signedIn,
  asks: true,
  body: z.object({ projectId: id, register: z.array(registration).min(1).max(10) }),
  answer: z.string().meta({ description: 'A stream of the type text/event-stream, without end' }),
  refusals: [403, 404, 429],
});
export type EventName = z.output<typeof eventName>;
