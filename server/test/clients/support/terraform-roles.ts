import assert from 'node:assert/strict';
import { decode, decodeAll, toSecond, zeroTime } from './go.ts';

/** A role of a project membership as the provider keeps it. */
export type HeldRole = {
  slug: string;
  isTemporary: boolean;
  mode: string;
  range: string;
  start: string;
};

export const permanent = (slug: string): HeldRole => ({
  slug,
  isTemporary: false,
  mode: '',
  range: '',
  start: zeroTime,
});
export const temporary = (slug: string, range: string, start: string): HeldRole => ({
  slug,
  isTemporary: true,
  mode: 'relative',
  range,
  start: toSecond(start),
});

/** The present moment as the provider writes it, with nine digits of a second. */
export const nanoseconds = (at = new Date()): string => at.toISOString().replace('Z', '456789Z');

/** What is sent for each role: a permanent one comes with every field of a temporary one too (wire contract, §17). */
export const sentRoles = (roles: readonly HeldRole[]) =>
  roles.map(({ slug, isTemporary, mode, range, start }) => ({
    role: slug,
    isTemporary,
    temporaryMode: mode,
    temporaryRange: range,
    temporaryAccessStartTime: isTemporary ? start : nanoseconds(),
  }));

/** By which field each resource of the provider tells a custom role (wire contract, §1.1). */
const isCustom = {
  group: ({ role }: { role: string }) => role === 'custom',
  user: ({ customRoleId }: { customRoleId: string }) => customRoleId !== '',
  identity: ({ customRoleSlug }: { customRoleSlug: string }) => customRoleSlug !== '',
};

/** Where a client sees no custom role, the slug must be one that every project has. */
function builtIn(slug: string): string {
  assert.ok(['admin', 'member', 'viewer', 'no-access'].includes(slug), slug);
  return slug;
}

/** The roles of an answer, as a set: in the order of their slugs. */
export const rolesIn = (body: unknown, path: string, holder: keyof typeof isCustom): HeldRole[] =>
  decodeAll(body, path, {
    id: 'id',
    role: 'text',
    customRoleId: 'text',
    customRoleSlug: 'text',
    isTemporary: 'flag',
    temporaryMode: 'text',
    temporaryRange: 'text',
    temporaryAccessStartTime: 'time',
    temporaryAccessEndTime: 'time',
  })
    .map((role) => ({
      slug: isCustom[holder](role) ? role.customRoleSlug : builtIn(role.role),
      isTemporary: role.isTemporary,
      mode: role.temporaryMode,
      range: role.temporaryRange,
      start: role.temporaryAccessStartTime,
    }))
    .sort((one, other) => one.slug.localeCompare(other.slug));

/** A custom role in a project, made as `infisical_project_role` makes it. */
export async function customRole(
  ok: (method: 'POST', path: string, body: unknown) => Promise<unknown>,
  projectId: string,
  slug: string,
): Promise<string> {
  const made = await ok('POST', `/api/v2/workspace/${projectId}/roles`, {
    slug,
    name: slug,
    description: '',
    permissions: [{ subject: 'secrets', action: ['describeSecret'], inverted: false }],
  });
  return decode(made, 'role', { id: 'id' }).id;
}
