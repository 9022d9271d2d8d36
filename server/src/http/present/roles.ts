import type { MembershipRole } from '@coterie/contract';
import {
  builtIn,
  type Grant,
  type RoleRef,
  type Rule,
  type Validity,
  type World,
} from '@coterie/kernel';
import { someRole } from '../../usecases/access/seen.ts';
import type { SeenRole } from '../../usecases/roles/read.ts';
import { iso } from './time.ts';

/** A role as the contract names it: a built-in one by slug, a custom one as `custom` with its id and slug. */
export function namedRole(
  world: World,
  ref: RoleRef,
): { role: string; roleId: string | null; customRoleSlug: string | null } {
  const custom = world.get('role', ref);
  return custom
    ? { role: 'custom', roleId: custom.id, customRoleSlug: custom.slug }
    : { role: ref, roleId: null, customRoleSlug: null };
}

/** The contract's MembershipRole (§1.1): temporary fields are null on a permanent role. */
export function presentGrant(world: World, grant: Grant): MembershipRole {
  const custom = grant.role === null ? undefined : world.get('role', grant.role);
  const createdAt = new Date(grant.createdAt).toISOString();
  return {
    id: grant.id,
    role: custom ? 'custom' : (grant.role ?? ''),
    customRoleId: custom?.id ?? null,
    customRoleName: custom?.name ?? null,
    customRoleSlug: custom?.slug ?? null,
    ...presentTemporary(grant),
    createdAt,
    updatedAt: createdAt,
  };
}

/** Whether what has a beginning and an end counts now. */
export const stateAt = ({ from, until }: Validity, at: number) =>
  until !== null && until <= at
    ? ('expired' as const)
    : from !== null && from > at
      ? ('scheduled' as const)
      : ('active' as const);

/** For how long a grant holds (contract §17). */
export function presentTemporary({ from, until, range }: Pick<Grant, 'from' | 'until' | 'range'>) {
  const isTemporary = until !== null;
  return {
    isTemporary,
    temporaryMode: isTemporary ? 'relative' : null,
    temporaryRange: isTemporary ? range : null,
    temporaryAccessStartTime: isTemporary ? iso(from) : null,
    temporaryAccessEndTime: iso(until),
  };
}

export const presentRule = (rule: Rule) => ({
  subject: rule.subject,
  action: typeof rule.action === 'string' ? [rule.action] : [...rule.action],
  inverted: rule.inverted === true,
  ...(rule.conditions ? { conditions: { ...rule.conditions } } : {}),
});

export const presentRole = (role: SeenRole) => ({
  id: role.id,
  name: role.name,
  slug: role.slug,
  description: role.description,
  projectId: role.project,
  isBuiltIn: role.isBuiltIn,
  permissions: role.rules.map(presentRule),
  createdAt: role.createdAt?.toISOString() ?? null,
  updatedAt: role.updatedAt?.toISOString() ?? null,
});

/** A role by the name that people know it by. */
export function roleTitle(
  world: World,
  ref: RoleRef,
  level: 'organization' | 'project',
): { slug: string; name: string; isBuiltIn: boolean } {
  const own = builtIn(ref, level);
  if (own) return { slug: own.slug, name: own.name, isBuiltIn: true };
  if (ref === someRole) return { slug: '', name: someRole, isBuiltIn: false };
  const custom = world.get('role', ref);
  return { slug: custom?.slug ?? ref, name: custom?.name ?? 'a deleted role', isBuiltIn: false };
}
