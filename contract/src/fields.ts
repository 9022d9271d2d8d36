import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

/** The schema that a value is held to once defaults, transforms and the like are looked through. */
function core(schema: unknown): unknown {
  if (schema instanceof z.ZodPipe)
    return core(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
  )
    return core(schema.unwrap());
  if (schema instanceof z.ZodLazy) return core(schema.unwrap());
  return schema;
}

const isOpen = (schema: z.ZodObject): boolean => schema.def.catchall instanceof z.ZodUnknown;

/** The fields that a body may have, those included that clients send and nothing reads; null where any may be. */
export function bodyFields({ body, alsoTakes = [], takesAny }: Endpoint): string[] | null {
  const schema = takesAny ? undefined : core(body);
  return schema instanceof z.ZodObject && !isOpen(schema)
    ? [...Object.keys(schema.shape), ...alsoTakes]
    : null;
}

/**
 * The fields of a body that nothing reads, at every depth, such as `roles.0.until`; of a value that may have several forms,
 * those that no form knows. Values of another kind than asked for are no matter of this.
 */
export function unknownFields(
  { body, alsoTakes = [], takesAny }: Endpoint,
  sent: unknown,
): string[] {
  return takesAny ? [] : unknownIn(body, sent, '').filter((field) => !alsoTakes.includes(field));
}

/** The forms that a value may be meant in: one where a field tells which, else all. */
function formsOf(union: z.ZodUnion, value: object): readonly unknown[] {
  if (!(union instanceof z.ZodDiscriminatedUnion)) return union.options;
  const { discriminator } = union.def;
  return union.options.filter((option) => {
    const form = core(option);
    const told = form instanceof z.ZodObject ? form.shape[discriminator] : undefined;
    return told?.safeParse(Reflect.get(value, discriminator)).success ?? true;
  });
}

function unknownIn(schema: unknown, value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const held = core(schema);
  if (held instanceof z.ZodArray)
    return Array.isArray(value)
      ? value.flatMap((item, index) => unknownIn(held.element, item, `${at}${index}.`))
      : [];
  if (held instanceof z.ZodUnion) {
    const forms = formsOf(held, value).map((option) => unknownIn(option, value, at));
    return (forms[0] ?? []).filter((field) => forms.every((form) => form.includes(field)));
  }
  if (Array.isArray(value)) return [];
  if (held instanceof z.ZodRecord)
    return Object.entries(value).flatMap(([name, item]) =>
      unknownIn(held.valueType, item, `${at}${name}.`),
    );
  if (!(held instanceof z.ZodObject) || isOpen(held)) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    Object.hasOwn(held.shape, name)
      ? unknownIn(held.shape[name], item, `${at}${name}.`)
      : [`${at}${name}`],
  );
}
