import {
  builtIn,
  type Id,
  type Level,
  type Role,
  type RoleRef,
  refuse,
  type World,
} from '@coterie/kernel';

/** The custom role of that slug, of the organization when `project` is null. */
export function customRole(world: World, project: Id | null, slug: string): Role | undefined {
  for (const id of world.rolesOf(project)) {
    const role = world.get('role', id);
    if (role && role.slug.toLowerCase() === slug.toLowerCase()) return role;
  }
  return undefined;
}

/** The role that a slug names; refuses one that is neither built in nor custom there. */
export function roleRef(world: World, project: Id | null, slug: string, field = 'role'): RoleRef {
  const level: Level = project === null ? 'organization' : 'project';
  const own = builtIn(slug.toLowerCase(), level);
  return (
    own?.slug ??
    customRole(world, project, slug)?.id ??
    refuse({
      reason: 'invalid',
      field,
      expected: `the slug of a role of this ${level}; \`${slug}\` is none`,
    })
  );
}
