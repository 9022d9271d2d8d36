import { type Id, refuse, type World } from '@coterie/kernel';
import { sees } from '../access/seen.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { type HolderType, subjects } from './read.ts';

type Reads = Pick<Parts, 'worlds' | 'now'>;

/**
 * The id of a group given by id or by name, for who may see the project's groups. A path may write a name's blanks as `+`
 * or percent-encode it twice. Refuses what can mean several groups.
 */
export async function findGroup(
  parts: Reads,
  caller: Caller,
  project: Id,
  idOrName: string,
): Promise<Id> {
  const view = await look(parts, caller);
  view.project(project);
  if (view.world.get('group', idOrName.toLowerCase())) return idOrName.toLowerCase();
  if (!view.may('groups', 'create', project)) view.need('groups', 'read', project);
  const seen = sees(view);
  const [found, other] = groupsMeant(view.world, idOrName).filter((id) => seen.group(id, project));
  if (other)
    refuse({
      reason: 'invalid',
      field: 'groupIdOrName',
      expected: `the id of a group: several can be meant by \`${idOrName}\``,
    });
  return found ?? refuse({ reason: 'notFound', thing: 'group', id: idOrName });
}

/** A form writes blanks as `+`, so in a path without blanks each `+` can be either. */
function groupsMeant(world: World, text: string): Id[] {
  const meant = new Set([text, decodedAgain(text)]);
  const asForm = new Set([...meant].filter((name) => !name.includes(' ')));
  return [...world.all('group')]
    .filter(({ name }) => meant.has(name) || asForm.has(name.replaceAll(' ', '+')))
    .map(({ id }) => id);
}

function decodedAgain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whose place in the project has that membership id, among holders of one kind. */
export async function findHolder(
  parts: Reads,
  caller: Caller,
  kind: HolderType,
  project: Id,
  membership: Id,
): Promise<Id> {
  const view = await look(parts, caller);
  view.project(project);
  for (const grant of view.world.grantsOn(project))
    if (grant.membership === membership && kindOf(view.world, grant.holder) === kind)
      return grant.holder;
  view.need(subjects[kind], 'read', project);
  return refuse({ reason: 'notFound', thing: 'membership', id: membership });
}

/** The project and the holder of a membership of a machine identity, by its id alone. */
export async function findIdentityPlace(
  parts: Reads,
  caller: Caller,
  membership: Id,
): Promise<{ project: Id; holder: Id }> {
  const view = await look(parts, caller);
  const { world } = view;
  for (const { id } of world.all('project'))
    for (const grant of world.grantsOn(id))
      if (grant.membership === membership && kindOf(world, grant.holder) === 'machineIdentity')
        if (view.hasWayTo(id)) return { project: id, holder: grant.holder };
  return refuse({ reason: 'notFound', thing: 'membership', id: membership });
}

const kindOf = (world: World, holder: Id): HolderType | undefined =>
  world.get('group', holder) ? 'group' : world.get('member', holder)?.kind;
