import { z } from 'zod';

export const id = z.uuid().meta({ description: 'An id (UUID)' });
export const when = z.iso.datetime({ offset: true }).meta({ description: 'A moment, RFC 3339' });
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('expected an e-mail address'));
/** A slug to be kept: it comes back as it was sent, or is refused. */
export const slug = z
  .string()
  .min(1)
  .max(64)
  .regex(
    /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/,
    'expected lower-case letters, digits and single hyphens, such as `web-team`',
  );
/** A slug that names what is there, however it is written. */
export const slugAsked = z.string().trim().toLowerCase().pipe(slug);
/** What is shown as a line: no blanks at either end, no invisible characters, and letters that look alike are alike. */
const line = z
  .string()
  .max(255)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'expected no control or invisible characters')
  .regex(/^(?!\s).*(?<!\s)$/su, 'expected no blanks at the start or the end')
  .refine((text) => text === text.normalize('NFC'), 'expected composed letters (Unicode NFC)');
export const name = line.min(1, 'expected at least one character');
export const label = line;
export const description = z.string().max(1024).nullish();
export const password = z
  .string()
  .min(12, 'expected at least 12 characters')
  .max(1024, 'expected at most 1024 characters');

/** The largest number that an integer column holds (PostgreSQL, §8.1.1), and the last moment of a Date in milliseconds. */
export const largestInteger = 2_147_483_647;
export const lastMoment = 8_640_000_000_000_000;

/** An empty value in a query means that it was not given. */
const given = (value: unknown) => (value === '' ? undefined : value);
export const text = z.preprocess(given, z.string().max(1024).optional());
/** Python clients write `True` and `False`. */
const lowered = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
export const flag = (unless: boolean) =>
  z
    .preprocess(
      (value) => given(lowered(value)),
      z.enum(['true', 'false'], 'expected `true` or `false`').default(unless ? 'true' : 'false'),
    )
    .transform((value) => value === 'true');

/** A number from a path's query, which may be given once. */
const number = z.coerce.number('expected one whole number');
export const paging = {
  limit: z.preprocess(given, number.int().min(1).max(1000).default(50)),
  offset: z.preprocess(given, number.int().min(0).max(10_000_000).default(0)),
};
export const page = { ...paging, search: text };
export const order = <const K extends readonly [string, ...string[]]>(...keys: K) => ({
  orderBy: z.preprocess(given, z.enum(keys).default(keys[0] as K[number])),
  orderDirection: z.preprocess(given, z.enum(['asc', 'desc']).default('asc')),
});
export const totalCount = z.number().int();

/** Renames though references elsewhere, which the caller may not change, will lead nowhere. */
export const force = z.boolean().optional();

/** An organization role by slug: built in or custom. */
export const roleSlug = z.string().trim().min(1).max(64);

const jsonRecord = z.record(z.string(), z.unknown());
export const rule = z.object({
  subject: z.string().min(1).max(100),
  action: z.union([z.string().min(1).max(100), z.array(z.string().min(1).max(100)).min(1).max(50)]),
  inverted: z.boolean().optional(),
  conditions: jsonRecord.nullish(),
});
export const ruleAnswer = z
  .object({
    subject: z.string(),
    action: z.array(z.string()),
    inverted: z.boolean(),
    conditions: jsonRecord.optional(),
  })
  .meta({ id: 'Rule' });

/** A duration such as `30m`, `2h`, `3d`, `1w`, `1y`. */
export const range = z
  .string()
  .regex(/^\d{1,5}(?:s|m|h|d|w|M|y)$/, 'expected a duration such as `2h`, `3d` or `1y`');

/** How a group membership is made: for good, or from/until; `range` counts from `validFrom`, or from now. */
export const validity = {
  validFrom: when.nullish(),
  validUntil: when.nullish(),
  range: range.nullish(),
  reason: z.string().max(1024).nullish(),
};

/** For how long. The other fields count only when `isTemporary` is true; clients send them anyway. */
export const temporary = z.object({
  isTemporary: z.boolean().default(false),
  temporaryMode: z.string().nullish(),
  temporaryRange: z.string().nullish(),
  temporaryAccessStartTime: z.string().nullish(),
});
/** A project role as asked for. */
export const membershipRoleRequest = temporary.extend({ role: roleSlug });
export const membershipRoles = z.array(membershipRoleRequest).min(1).max(50);

export const membershipRole = z
  .object({
    id,
    role: z.string(),
    customRoleId: id.nullable(),
    customRoleName: z.string().nullable(),
    customRoleSlug: z.string().nullable(),
    isTemporary: z.boolean(),
    temporaryMode: z.string().nullable(),
    temporaryRange: z.string().nullable(),
    temporaryAccessStartTime: when.nullable(),
    temporaryAccessEndTime: when.nullable(),
    createdAt: when,
    updatedAt: when,
  })
  .meta({ id: 'MembershipRole' });
export type MembershipRole = z.infer<typeof membershipRole>;

export const user = z
  .object({
    id,
    username: z.string(),
    email: z.string(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
  })
  .meta({ id: 'User' });
export const organization = z
  .object({ id, name: z.string(), slug: z.string() })
  .meta({ id: 'Organization' });
