import { randomUUID } from 'node:crypto';
import {
  type Command,
  type Id,
  type Instant,
  type Rule,
  refuse,
  type World,
} from '@coterie/kernel';
import { look, orgOf } from '../look.ts';
import { type AskedTime, validityOf } from '../memberships/temporary.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { privilegeIn, type SeenPrivilege, seePrivilege } from './read.ts';

type Changes = Pick<Parts, 'db' | 'worlds' | 'access' | 'now'>;

type Wanted = {
  holderId: Id;
  slug?: string | undefined;
  permissions: readonly Rule[];
  type?: AskedTime | undefined;
};

/** Gives a holder that is in the project rules of its own. */
export async function createPrivilege(
  parts: Changes,
  caller: Caller,
  project: Id,
  wanted: Wanted,
): Promise<SeenPrivilege> {
  const at = parts.now();
  const id = randomUUID();
  return write(parts, caller, { project, id, at }, (world) =>
    privilegeCommand(world, project, wanted, at, id),
  );
}

const privilegeCommand = (
  world: World,
  project: Id,
  { holderId, slug, permissions, type }: Wanted,
  at: Instant,
  id: Id = randomUUID(),
): Command => ({
  do: 'privilege.add',
  privilege: {
    id,
    project: projectIn(world, project),
    holder: holderId,
    holderKind: world.get('group', holderId) ? 'group' : 'principal',
    rules: permissions,
    slug: slug ?? `privilege-${id.slice(0, 8)}`,
    ...validityOf(type, at, 'type'),
    createdAt: at,
  },
});

/** Changes an additional privilege; what is not named stays. */
export async function editPrivilege(
  parts: Changes,
  caller: Caller,
  project: Id,
  id: Id,
  wanted: {
    slug?: string | undefined;
    permissions?: readonly Rule[] | undefined;
    type?: AskedTime | undefined;
  },
): Promise<SeenPrivilege> {
  const at = parts.now();
  return write(parts, caller, { project, id, at }, (world) => ({
    do: 'privilege.edit',
    privilege: privilegeIn(world, project, id).id,
    ...(wanted.slug === undefined ? {} : { slug: wanted.slug }),
    ...(wanted.permissions === undefined ? {} : { rules: wanted.permissions }),
    ...(wanted.type === undefined ? {} : validityOf(wanted.type, at, 'type')),
  }));
}

/** Takes an additional privilege away; gives it as it was. */
export async function deletePrivilege(
  parts: Changes,
  caller: Caller,
  project: Id,
  id: Id,
): Promise<SeenPrivilege> {
  const view = await look(parts, caller);
  const seen = await seePrivilege(parts, view, privilegeIn(view.world, project, id));
  await parts.access.change({
    org: orgOf(caller),
    by: changer(caller),
    at: parts.now(),
    commands: (world) => [
      { do: 'privilege.remove', privilege: privilegeIn(world, project, id).id },
    ],
  });
  return seen;
}

const projectIn = (world: World, id: Id): Id =>
  world.get('project', id)?.id ?? refuse({ reason: 'notFound', thing: 'project', id });

/** Gives the privilege as the command leaves it. */
async function write(
  parts: Changes,
  caller: Caller,
  { project, id, at }: { project: Id; id: Id; at: Instant },
  command: (world: World) => Command,
): Promise<SeenPrivilege> {
  const org = orgOf(caller);
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at,
    commands: (world) => [command(world)],
    after: (tx, { world, see }) =>
      seePrivilege(
        { db: tx },
        { world, org, at },
        see((then) => privilegeIn(then, project, id)),
      ),
  });
  return answer;
}
