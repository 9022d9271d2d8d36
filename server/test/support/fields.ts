import type { Endpoint } from '@coterie/contract';
import { z } from 'zod';

type Json = { properties?: Record<string, Json>; items?: Json; anyOf?: Json[]; allOf?: Json[] };

const schemaOf = (schema: z.ZodType | undefined): Json =>
  schema ? (z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as Json) : {};

const within = ({ properties = {}, items, anyOf = [], allOf = [] }: Json): string[] => [
  ...Object.entries(properties).flatMap(([key, one]) => [key, ...within(one)]),
  ...[...(items ? [items] : []), ...anyOf, ...allOf].flatMap(within),
];

/** The names of all fields that a part of a request may have, at any depth. */
export const fieldsOf = (endpoint: Endpoint, part: 'params' | 'query' | 'body'): Set<string> =>
  new Set(within(schemaOf(endpoint[part])));

/** The names of its fields, at the top alone. */
export const topFieldsOf = (endpoint: Endpoint, part: 'params' | 'query' | 'body'): Set<string> =>
  new Set(Object.keys(schemaOf(endpoint[part]).properties ?? {}));
