import { type Id, refuse, type World } from '@coterie/kernel';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { type HolderType, subjects } from './read.ts';

type Reads = Pick<Parts, 'worlds' | 'now'>;

/**
 * The id of a group given by id or by name, for who may see the project's groups. A path may write a name's blanks as `+`
 * or percent-encode it twice. Refuses a name that several groups have.
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
  for (const name of new Set(spellings(idOrName))) {
    const [found, other] = groupsCalled(view.world, name);
    if (other)
      refuse({
        reason: 'invalid',
        field: 'groupIdOrName',
        expected: `the id of a group: several are called \`${name}\``,
      });
    if (found) return found;
  }
  return refuse({ reason: 'notFound', thing: 'group', id: idOrName });
}

const groupsCalled = (world: World, name: string): Id[] =>
  [...world.all('group')].filter((group) => group.name === name).map(({ id }) => id);

function spellings(text: string): string[] {
  const spaced = text.replaceAll('+', ' ');
  try {
    return [text, decodeURIComponent(text), spaced, decodeURIComponent(spaced)];
  } catch {
    return [text, spaced];
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
  const { world } = await look(parts, caller);
  for (const { id } of world.all('project'))
    for (const grant of world.grantsOn(id))
      if (grant.membership === membership && kindOf(world, grant.holder) === 'machineIdentity')
        return { project: id, holder: grant.holder };
  return refuse({ reason: 'notFound', thing: 'membership', id: membership });
}

const kindOf = (world: World, holder: Id): HolderType | undefined =>
  world.get('group', holder) ? 'group' : world.get('member', holder)?.kind;
