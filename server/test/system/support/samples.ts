import type { Endpoint } from '@coterie/contract';
import { z } from 'zod';

type Schema = {
  type?: string | undefined;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  minimum?: number;
  minItems?: number;
};
/** What stands under a name, wherever a request has it; several where it can be given in several ways. */
export type Values = (name: string, path: string) => readonly unknown[] | undefined;
export type Sample = { path: string; query?: object; body?: unknown };

const limit = 6;

/** Well-formed requests of an endpoint, made from its own schemas: with the least, and with each field that has a value. */
export function samplesOf({ path, params, query, body }: Endpoint, values: Values): Sample[] {
  const of = (schema: z.ZodType | undefined): unknown[] =>
    schema
      ? sample(
          z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema,
          '',
          path,
          values,
        )
      : [undefined];
  const all = of(params).map((one) => ({ path: filled(path, one as Record<string, unknown>) }));
  const queried = of(query).flatMap((one) =>
    all.map((at) => ({ ...at, ...(one ? { query: one } : {}) })),
  );
  return of(body).flatMap((one) =>
    queried.map((at) => ({ ...at, ...(one === undefined ? {} : { body: one }) })),
  );
}

const filled = (path: string, params: Record<string, unknown> = {}): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? name)));

function sample(schema: Schema, name: string, path: string, values: Values): unknown[] {
  const given = values(name, path);
  if (schema.type === 'array') {
    const items = sample(schema.items ?? {}, name.replace(/s$/, ''), path, values);
    const isWanted = given !== undefined || (schema.minItems ?? 0) > 0;
    return isWanted || items.length > 1 ? items.map((one) => [one]) : [[]];
  }
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts && !(given && parts.some(({ type }) => type === 'string')))
    return parts
      .filter(({ type }) => type !== 'null')
      .flatMap((part) => sample(part, name, path, values));
  if (schema.type === 'object' && typeof given?.[0] === 'object') return [...given];
  if (schema.type === 'object') return objects(schema, path, values);
  if (schema.const !== undefined) return [schema.const];
  if (schema.enum) return [schema.enum[0]];
  return given && schema.type !== 'boolean' ? [...given] : [plain(schema)];
}

function plain({ type, format, minimum = 1 }: Schema): unknown {
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number') return Math.max(minimum, 1);
  if (format === 'date-time') return '2030-01-01T00:00:00Z';
  if (format === 'email') return 'somebody@example.com';
  return format === 'uuid' ? '00000000-0000-4000-8000-000000000000' : 'sample';
}

function objects({ properties = {}, required = [] }: Schema, path: string, values: Values) {
  const each = Object.entries(properties).map(
    ([name, schema]) => [name, sample(schema, name, path, values)] as const,
  );
  const least = Object.fromEntries(
    each.flatMap(([name, [first]]) => (required.includes(name) ? [[name, first]] : [])),
  );
  const others = each.flatMap(([name, all]) => {
    const isOptional = !required.includes(name);
    if (isOptional && !values(name, path) && all.length < 2) return [];
    return all.slice(isOptional ? 0 : 1).map((one) => ({ ...least, [name]: one }));
  });
  const most = Object.assign({}, least, ...others);
  const isLong = Object.keys(properties).includes('commands');
  return [least, ...(isLong ? others : others.slice(0, limit)), most];
}
