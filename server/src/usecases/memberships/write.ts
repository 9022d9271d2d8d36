import { randomUUID } from 'node:crypto';
import { type Command, type Grant, type Id, refuse } from '@coterie/kernel';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { View } from '../view.ts';
import { type HolderType, readMembership, rolesIn, type SeenMembership, subjects } from './read.ts';
import { type AskedRole, wantedRoles } from './temporary.ts';

type Changes = Pick<Parts, 'access' | 'now'>;
type Place = { project: Id; holder: Id };

/** Puts a holder in a project under roles. */
export const addMembership = (
  parts: Changes,
  caller: Caller,
  kind: HolderType,
  place: Place,
  roles: readonly AskedRole[],
) => setRoles(parts, caller, { kind, ...place }, { verb: 'grant.add', roles });

/** Replaces a holder's roles in a project. */
export const editMembership = (
  parts: Changes,
  caller: Caller,
  kind: HolderType,
  place: Place,
  roles: readonly AskedRole[],
) => setRoles(parts, caller, { kind, ...place }, { verb: 'grant.replace', roles });

async function setRoles(
  parts: Changes,
  caller: Caller,
  { kind, project, holder }: Place & { kind: HolderType },
  { verb, roles }: { verb: 'grant.add' | 'grant.replace'; roles: readonly AskedRole[] },
): Promise<SeenMembership> {
  const at = parts.now();
  const org = orgOf(caller);
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at,
    commands: (world): Command[] => {
      const view = new View(world, org, caller.principal, at);
      mustBe(view, kind, { project, holder }, verb === 'grant.add' ? 'create' : 'edit');
      if (!world.get('project', project))
        refuse({ reason: 'notFound', thing: 'project', id: project });
      const holderKind = kind === 'group' ? 'group' : 'principal';
      return [
        {
          do: verb,
          project,
          holder,
          holderKind,
          membership: randomUUID(),
          roles: wantedRoles(world, project, roles, at),
        },
      ];
    },
    after: async (tx, { world, see }) => ({
      ...(await readMembership(tx, { world, org }, { kind, project, holder })),
      grants: see((then) => rolesIn(then, project, holder)),
    }),
  });
  return answer;
}

/** Takes away what a holder has in a project directly; gives the id of that membership. */
export async function removeMembership(
  parts: Changes,
  caller: Caller,
  kind: HolderType,
  { project, holder }: Place,
): Promise<Id> {
  const org = orgOf(caller);
  const at = parts.now();
  const { changes } = await parts.access.change({
    org,
    by: changer(caller),
    at,
    commands: (world): Command[] => {
      const view = new View(world, org, caller.principal, at);
      mustBe(view, kind, { project, holder }, 'delete');
      return [{ do: 'grant.remove', project, holder }];
    },
  });
  const grant = changes[0]?.before as Grant | undefined;
  return grant?.membership ?? refuse({ reason: 'notFound', thing: 'membership', id: holder });
}

/** A holder of another kind is not found under this path, and told so only to who may change one that is. */
function mustBe(view: View, kind: HolderType, { project, holder }: Place, action: string): void {
  const { world } = view;
  const is =
    kind === 'group'
      ? world.get('group', holder) !== undefined
      : world.get('member', holder)?.kind === kind;
  if (is) return;
  view.project(project);
  view.need(subjects[kind], action, project);
  refuse({
    reason: 'notFound',
    thing: kind === 'group' ? 'group' : kind === 'user' ? 'member' : 'identity',
    id: holder,
  });
}
