import { randomUUID } from 'node:crypto';
import { type Change, type Command, type Id, type Role, type Rule, refuse } from '@coterie/kernel';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { type SeenRole, withDates } from './read.ts';

type Changes = Pick<Parts, 'db' | 'access' | 'now'>;
type Wanted = {
  slug: string;
  name: string;
  description?: string | null | undefined;
  permissions: readonly Rule[];
};

/** A custom role of a project, or of the organization when `project` is null. */
export async function createRole(
  parts: Changes,
  caller: Caller,
  project: Id | null,
  wanted: Wanted,
): Promise<SeenRole> {
  const { slug, name, description, permissions } = wanted;
  const role: Role = {
    id: randomUUID(),
    project,
    name,
    slug,
    description: description ?? null,
    rules: permissions,
  };
  return changeRole(parts, caller, project, role.id, { do: 'role.create', role });
}

/** Changes a custom role; everyone who has it follows at once. */
export async function editRole(
  parts: Changes,
  caller: Caller,
  project: Id | null,
  id: string,
  wanted: Partial<Wanted>,
): Promise<SeenRole> {
  const { slug, name, description, permissions } = wanted;
  return changeRole(parts, caller, project, id, {
    do: 'role.edit',
    role: id,
    ...(slug === undefined ? {} : { slug }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(permissions === undefined ? {} : { rules: permissions }),
  });
}

/** Deletes a custom role that nobody has; gives it as it was. */
export const deleteRole = (
  parts: Changes,
  caller: Caller,
  project: Id | null,
  id: string,
): Promise<SeenRole> => changeRole(parts, caller, project, id, { do: 'role.delete', role: id });

async function changeRole(
  parts: Changes,
  caller: Caller,
  project: Id | null,
  id: string,
  command: Command,
): Promise<SeenRole> {
  const org = orgOf(caller);
  let before: Role | undefined;
  const { changes } = await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    commands: (world) => {
      before = world.get('role', id);
      // A role of another project, or of the organization, is not there under this path.
      if (before && before.project !== project) refuse({ reason: 'notFound', thing: 'role', id });
      return [command];
    },
  });
  const role = lastRole(changes) ?? before;
  return (
    (await withDates(parts, { org }, role ? [role] : []))[0] ??
    refuse({ reason: 'notFound', thing: 'role', id })
  );
}

const lastRole = (changes: readonly Change[]): Role | null =>
  changes.flatMap((change) => (change.kind === 'role' ? [change.after ?? change.before] : []))[0] ??
  null;
