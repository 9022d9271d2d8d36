import type { Endpoint, Input } from '@coterie/contract';
import { Refused, refuse } from '@coterie/kernel';
import type { z } from 'zod';
import type { Sent } from './shown.ts';
import { refuseOddText } from './text.ts';
import { refuseUnknown } from './unknown-fields.ts';

/** What a request that is part of another one carries, as its endpoint takes it; refuses as that would, naming the field under `at`. */
export function inputOf<E extends Endpoint>(endpoint: E, sent: Sent, at: string): Input<E> {
  try {
    refuseOddText(sent);
    refuseUnknown(endpoint)(sent.body);
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.reason !== 'invalid') throw error;
    throw new Refused({ ...error.refusal, field: `${at}.body.${error.refusal.field}` });
  }
  return {
    params: parsed(endpoint.params, sent.params, `${at}.path`),
    query: parsed(endpoint.query, sent.query, `${at}.path`),
    body: parsed(endpoint.body, sent.body, `${at}.body`),
  } as Input<E>;
}

function parsed(schema: z.ZodType | undefined, value: unknown, at: string): unknown {
  const found = schema?.safeParse(value);
  if (!found || found.success) return found?.data;
  const [issue] = found.error.issues;
  const field = [at, ...(issue?.path ?? [])].join('.');
  return refuse({ reason: 'invalid', field, expected: issue?.message ?? 'another form' });
}
