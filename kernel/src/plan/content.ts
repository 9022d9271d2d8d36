import type { Id, Rule } from '../facts.ts';
import { refuse } from '../refusals.ts';
import {
  type Extent,
  givesOn,
  isInForce,
  type Move,
  shiftsOf,
  type Turn,
} from '../rules/content.ts';
import type { Live } from '../rules/match.ts';
import { neededActions } from '../vocabulary.ts';
import { type Context, need } from './actor.ts';
import { hasBareReader, lacksToGive, lacksToTake } from './weigh.ts';

/** What rules look at of a thing of a project. */
export type Thing = {
  subject: 'secrets' | 'secret-folders' | 'secret-imports';
  attributes: Extent;
};

/** Acts on content that change what rules look at. Slugs, paths and names are those in the database. */
export type ContentCommand =
  | { do: 'environment.rename'; project: Id; environment: string; slug: string }
  | { do: 'folder.rename'; project: Id; environment: string; path: string; to: string }
  /** A secret gets another name, place or tags. */
  | { do: 'secret.change'; project: Id; was: Extent; is: Extent }
  | { do: 'tag.rename'; project: Id; tag: string; slug: string }
  | { do: 'tag.delete'; project: Id; tag: string }
  /** With all that is in it, the folder itself among the things. */
  | { do: 'environment.delete'; project: Id; environment: string; things: readonly Thing[] }
  | {
      do: 'folder.delete';
      project: Id;
      environment: string;
      path: string;
      things: readonly Thing[];
    };

const placed = ['secrets', 'secret-folders', 'secret-imports'];

/** What an act does to what rules look at, children included. */
export function moveOf(command: ContentCommand): Move {
  switch (command.do) {
    case 'environment.rename': {
      const { environment, slug } = command;
      return { subjects: placed, was: { environment }, is: { environment: slug } };
    }
    case 'folder.rename': {
      const { environment, path, to } = command;
      const at = (below: string) => ({ environment, secretPath: { below } });
      return { subjects: placed, was: at(path), is: at(to) };
    }
    case 'secret.change':
      return { subjects: ['secrets'], was: command.was, is: command.is };
    case 'tag.rename':
      return {
        subjects: ['secrets'],
        was: { secretTags: { has: [command.tag], lacks: [command.slug] } },
        is: { secretTags: { has: [command.slug], lacks: [command.tag] } },
      };
    case 'tag.delete':
      return {
        subjects: ['secrets'],
        was: { secretTags: { has: [command.tag], lacks: [] } },
        is: { secretTags: { has: [], lacks: [command.tag] } },
      };
    case 'environment.delete':
      return { subjects: placed, was: { environment: command.environment }, is: null };
    case 'folder.delete': {
      const { environment, path } = command;
      return { subjects: placed, was: { environment, secretPath: { below: path } }, is: null };
    }
  }
}

/** The right to act so on environments, or on tags, which no conditions narrow. */
export const needIn =
  (subject: 'environments' | 'tags', action: string) =>
  (context: Context, { project }: { project: Id }): void =>
    need(context, subject, action, project);

type Of<D extends ContentCommand['do']> = Extract<ContentCommand, { do: D }>;

export function needRename(context: Context, command: Of<'folder.rename'>): void {
  const { project, environment, path, to } = command;
  for (const secretPath of [path, to])
    need(context, 'secret-folders', 'edit', project, { environment, secretPath });
}

export function needChange(context: Context, { project, was, is }: Of<'secret.change'>): void {
  for (const attributes of [was, is]) need(context, 'secrets', 'edit', project, attributes);
}

export function needDelete(context: Context, command: Of<'environment.delete'>): void {
  need(context, 'environments', 'delete', command.project);
  needEach(context, command);
}

export const move = (context: Context, command: ContentCommand): void =>
  weighMove(context, command.project, moveOf(command));

/** To delete something with what is in it, one must be able to delete each of these things. */
export function needEach(
  context: Context,
  { project, things }: { project: Id; things: readonly Thing[] },
): void {
  for (const { subject, attributes } of things)
    need(context, subject, 'delete', project, attributes);
}

/**
 * Refuses a move by which rules in force would give or take, on the things moved, what the actor does not hold on them as
 * they were: a rule that comes to allow gives, one that comes to deny takes, and the other way round.
 */
export function weighMove(context: Context, project: Id, move: Move): void {
  const { world, actor, at } = context;
  if (actor === 'system') return;
  for (const shift of shiftsOf(world, project, move, at)) {
    const lack = lackIn(context, project, move, shift.turns);
    if (lack && isInForce(world, project, shift, at))
      refuse({ reason: 'exceeds', ...lack, project });
  }
}

function lackIn(context: Context, project: Id, { was }: Move, turns: readonly Turn[]) {
  for (const { subject, actions, rule, comes, goes } of turns) {
    const isGiven = rule.inverted === true ? goes : comes;
    const isAll = (live: Live, action: string, mayTake: boolean) =>
      neededActions(subject, action).every((one) =>
        givesOn(live, subject, one, was, rule.conditions, mayTake),
      );
    for (const action of withReading(context, project, actions, rule)) {
      const lackOf = (live: Live, mayTake: boolean) =>
        isAll(live, action, mayTake) ? null : { subject, action };
      const lack = isGiven
        ? lacksToGive(context, project, lackOf)
        : lacksToTake(context, project, lackOf);
      if (lack) return lack;
    }
  }
  return null;
}

/** With describing goes reading, where it is denied, or where someone may read what they may not describe. */
function withReading(
  { world }: Context,
  project: Id,
  actions: readonly string[],
  { inverted }: Rule,
): readonly string[] {
  const isDescribed = actions.includes('describeSecret') && !actions.includes('readValue');
  return isDescribed && (inverted === true || hasBareReader(world, project))
    ? [...actions, 'readValue']
    : actions;
}

/** The same on every project whose rules look at groups by their names. */
export function weighGroupName(context: Context, was: string, is: string): void {
  if (was === is || context.actor === 'system') return;
  const move = { subjects: ['groups'], was: { groupName: was }, is: { groupName: is } };
  for (const project of projectsNamingGroups(context)) weighMove(context, project, move);
}

function projectsNamingGroups({ world }: Context): Set<Id> {
  const found = new Set<Id>();
  const names = (rules: readonly { conditions?: object }[]) =>
    rules.some(({ conditions }) => conditions && Object.hasOwn(conditions, 'groupName'));
  for (const { project, rules } of world.all('role'))
    if (project !== null && names(rules)) found.add(project);
  for (const { project, rules } of world.privileges()) if (names(rules ?? [])) found.add(project);
  return found;
}

/** Rules look at roles by their slugs too, where they say which may be assigned. */
export function weighRoleSlug(context: Context, project: Id, was: string, is: string): void {
  if (was === is) return;
  const subjects = ['member', 'groups', 'identity'];
  weighMove(context, project, {
    subjects,
    was: { assignableRole: was },
    is: { assignableRole: is },
  });
}
