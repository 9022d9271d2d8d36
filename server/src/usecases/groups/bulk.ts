import {
  type Command,
  type HolderKind,
  type Id,
  plan,
  type Refusal,
  refuse,
  type World,
} from '@coterie/kernel';
import { principalsByEmail } from '../../store/organization/members.ts';
import { noteItemsRefused } from '../access/refused.ts';
import { sees } from '../access/seen.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { View } from '../view.ts';
import { manualEdge, type WantedMembership } from './validity.ts';

export type BulkItem = {
  username?: string | undefined;
  identityId?: Id | undefined;
  groupId?: Id | undefined;
};
export type BulkResult = {
  item: string;
  did: 'added' | 'removed' | 'nothing' | 'refused';
  refusal: Refusal | null;
};
type Wanted = { add: readonly (BulkItem & WantedMembership)[]; remove: readonly BulkItem[] };

/**
 * Adds and removes many members in one transaction, with an answer for each: what cannot be done is told and left out,
 * so that one mistyped address loses nothing of a long list.
 */
export async function bulkMembers(
  parts: Pick<Parts, 'db' | 'access' | 'worlds' | 'logKeys' | 'attempts' | 'now'>,
  caller: Caller,
  group: Id,
  { add, remove }: Wanted,
): Promise<{ version: number; results: BulkResult[] }> {
  const org = orgOf(caller);
  const at = parts.now();
  const names = [...add, ...remove].flatMap(({ username }) => username ?? []);
  const byEmail = await principalsByEmail(parts.db, org, names);
  let results: BulkResult[] = [];
  const { version } = await parts.access.change({
    org,
    by: changer(caller),
    at,
    commands: (world) => {
      if (!world.get('group', group) || isHidden(new View(world, org, caller.principal, at), group))
        refuse({ reason: 'notFound', thing: 'group', id: group });
      const sorted = new Sorter(world, caller, at);
      for (const one of add) {
        const member = memberOf(one, byEmail);
        sorted.take(
          nameOf(one),
          'added',
          member && { do: 'edge.add', edge: manualEdge({ group, ...member }, one, caller, at) },
        );
      }
      for (const one of remove) {
        const member = memberOf(one, byEmail);
        sorted.take(
          nameOf(one),
          'removed',
          member && { do: 'edge.remove', group, member: member.id, source: 'manual' },
        );
      }
      results = sorted.results;
      refuseAllForbidden(results);
      return sorted.commands;
    },
  });
  const what = { key: 'bulk', what: 'group.members', ids: [group], version };
  await noteItemsRefused(parts, caller, what, results);
  return { version, results };
}

const isHidden = (view: View, group: Id): boolean =>
  !sees(view).group(group) &&
  !view.may('groups', 'add-members') &&
  !view.may('groups', 'remove-members');

/** Who may do nothing of it is refused as a whole, like at any other door. */
function refuseAllForbidden(results: readonly BulkResult[]): void {
  const refusals = results.map(({ refusal }) => refusal);
  const [first] = refusals;
  if (first && refusals.every((refusal) => refusal?.reason === 'forbidden')) refuse(first);
}

/** Tells what can be done from what cannot, each upon the world as it stands. */
class Sorter {
  readonly commands: Command[] = [];
  readonly results: BulkResult[] = [];
  readonly #world: World;
  readonly #caller: Caller;
  readonly #at: number;
  readonly #seen = new Set<string>();

  constructor(world: World, caller: Caller, at: number) {
    this.#world = world;
    this.#caller = caller;
    this.#at = at;
  }

  take(item: string, did: 'added' | 'removed', command: Command | undefined): void {
    const refusal = command
      ? this.#sort(item, did, command)
      : ({ reason: 'notFound', thing: 'member', id: item } as const);
    if (refusal) this.results.push({ item, did: 'refused', refusal });
  }

  /** Takes a command that can be done; gives the refusal of one that cannot. */
  #sort(item: string, did: 'added' | 'removed', command: Command): Refusal | null {
    const planned = plan(this.#world, command, { principal: this.#caller.principal }, this.#at);
    if ('refusal' in planned) return planned.refusal;
    const isNew = planned.changes.length > 0 && !this.#seen.has(item);
    this.#seen.add(item);
    if (isNew) this.commands.push(command);
    this.results.push({ item, did: isNew ? did : 'nothing', refusal: null });
    return null;
  }
}

const nameOf = ({ username, identityId, groupId }: BulkItem): string =>
  username ?? identityId ?? groupId ?? '';

function memberOf(
  { username, identityId, groupId }: BulkItem,
  byEmail: ReadonlyMap<string, Id>,
): { id: Id; kind: HolderKind } | undefined {
  if (groupId !== undefined) return { id: groupId, kind: 'group' };
  const id = identityId ?? byEmail.get(username ?? '');
  return id === undefined ? undefined : { id, kind: 'principal' };
}
