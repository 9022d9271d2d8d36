import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

/** The names of the fields that a schema takes at its top; null where any may be. */
function fieldsIn(schema: unknown): string[] | null {
  if (schema instanceof z.ZodObject)
    return schema.def.catchall instanceof z.ZodUnknown ? null : Object.keys(schema.shape);
  if (schema instanceof z.ZodPipe)
    return fieldsIn(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
  )
    return fieldsIn(schema.unwrap());
  return null;
}

/** The fields that a body may have, those included that clients send and nothing reads; null where any may be. */
export function bodyFields({ body, alsoTakes = [], takesAny }: Endpoint): string[] | null {
  const fields = body === undefined || takesAny ? null : fieldsIn(body);
  return fields && [...fields, ...alsoTakes];
}
