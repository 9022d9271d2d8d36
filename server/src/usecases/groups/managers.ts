import { randomUUID } from 'node:crypto';
import {
  type Group,
  type HolderKind,
  type Id,
  type Manager,
  type ManagerKind,
  refuse,
  type World,
} from '@coterie/kernel';
import type { Db } from '../../store/db.ts';
import {
  type PrincipalRow,
  principalsByEmail,
  principalsByIds,
} from '../../store/organization/members.ts';
import { look, orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { lookAtManagedGroup } from './get.ts';

type Changes = Pick<Parts, 'db' | 'worlds' | 'access' | 'now'>;
/** A manager with its name to show: a principal's, or a group's. */
export type SeenManager = {
  manager: Manager;
  principal: PrincipalRow | undefined;
  group: Group | undefined;
};
type Named = {
  username?: string | undefined;
  principalId?: Id | undefined;
  groupId?: Id | undefined;
};
type Appointed = Named & { kind?: ManagerKind | undefined };

/** Who manages a group: principals, and groups whose members do. */
export async function listManagers(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  group: Id,
): Promise<SeenManager[]> {
  const { world, org } = await lookAtManagedGroup(parts, caller, group);
  const managers = [...world.managersOf(group)];
  const names = await principalsByIds(
    parts.db,
    org,
    managers.map(({ holder }) => holder),
  );
  return managers.map((manager) => ({
    manager,
    principal: names.get(manager.holder),
    group: world.get('group', manager.holder),
  }));
}

/** Appoints a manager of a group, of one kind or the other; one that is it already stays so. */
export async function addManager(
  parts: Changes,
  caller: Caller,
  group: Id,
  { kind = 'member', ...named }: Appointed,
): Promise<SeenManager> {
  const at = parts.now();
  const org = orgOf(caller);
  const { id: holder, kind: holderKind } = await holderNamed(parts, caller, named);
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at,
    commands: [
      {
        do: 'manager.add',
        manager: {
          id: randomUUID(),
          kind,
          group,
          holder,
          holderKind,
          addedBy: caller.principal,
          addedAt: at,
        },
      },
    ],
    after: (tx, { world, see }) =>
      seeManager(
        tx,
        org,
        world,
        see((then) => managerIn(then, group, holder)),
      ),
  });
  return answer;
}

const managerIn = (world: World, group: Id, holder: Id): Manager =>
  [...world.managersOf(group)].find((one) => one.holder === holder) ??
  refuse({ reason: 'notFound', thing: 'manager', id: holder });

async function seeManager(db: Db, org: Id, world: World, manager: Manager): Promise<SeenManager> {
  const names = await principalsByIds(db, org, [manager.holder]);
  const group = world.get('group', manager.holder);
  return { manager, principal: names.get(manager.holder), group };
}

async function holderNamed(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  { username, principalId, groupId }: Named,
): Promise<{ id: Id; kind: HolderKind }> {
  const given = [username, principalId, groupId].filter((one) => one !== undefined);
  if (given.length !== 1)
    refuse({
      reason: 'invalid',
      field: 'username',
      expected: 'one of username, principalId and groupId',
    });
  if (groupId !== undefined) return { id: groupId, kind: 'group' };
  if (principalId !== undefined) return { id: principalId, kind: 'principal' };
  const email = username ?? '';
  const id = (await principalsByEmail(parts.db, orgOf(caller), [email])).get(email);
  if (id !== undefined) return { id, kind: 'principal' };
  // That nobody has the address is told only to who may appoint.
  (await look(parts, caller)).need('groups', 'grant-privileges');
  return refuse({ reason: 'notFound', thing: 'member', id: email });
}

export async function removeManager(
  parts: Pick<Parts, 'access' | 'now'>,
  caller: Caller,
  group: Id,
  holder: Id,
): Promise<void> {
  await parts.access.change({
    org: orgOf(caller),
    by: changer(caller),
    at: parts.now(),
    commands: [{ do: 'manager.remove', group, holder }],
  });
}
