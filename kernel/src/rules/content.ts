import type { Conditions, ConditionValue, Id, Instant, RoleRef, Rule } from '../facts.ts';
import { isOver } from '../facts.ts';
import { canonicalSubject } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { valueAt, valueImplies } from './cover.ts';
import {
  actionsOf,
  type CompiledRules,
  compileValue,
  isUnderstood,
  type Live,
  operatorsOf,
} from './match.ts';
import { operatorOf, type SomeTags, type Truth } from './operators.ts';

/** What is known of one attribute of all things that an act touches: its value, a folder that all lie in, or some tags. */
export type Known = string | readonly string[] | { below: string } | SomeTags;
/** An attribute that does not stand here is not known, and the act leaves it as it is. */
export type Extent = { readonly [key: string]: Known };

/** What an act does to things that rules look at: as they were, and as they would be; null for gone. */
export type Move = { subjects: readonly string[]; was: Extent; is: Extent | null };

/** A rule in force that speaks otherwise of the things moved: it comes to hold for some of them, or no longer holds. */
export type Turn = {
  subject: string;
  actions: readonly string[];
  rule: Rule;
  comes: boolean;
  goes: boolean;
};
/** The turns of one role, or of one additional privilege, of the project. */
export type Shift = { role: RoleRef | null; grant: Id | null; turns: readonly Turn[] };

/** What a move turns in each role and privilege of a project: cost by their number, whoever has them and whatever is there. */
export function shiftsOf(world: World, project: Id, move: Move, at: Instant): Shift[] {
  const shifts: Shift[] = [];
  const add = (role: RoleRef | null, grant: Id | null, rules: CompiledRules | undefined) => {
    const turns = rules ? turnsOf(rules, move) : [];
    if (turns.length > 0) shifts.push({ role, grant, turns });
  };
  for (const role of world.rolesOf(project)) add(role, null, world.rulesOf(role, project));
  for (const grant of world.privileges(project))
    if (!isOver(grant, at)) add(null, grant.id, world.rulesOfGrant(grant));
  return shifts;
}

/** Whether anyone has the role, or will: one that nobody has moves nothing. */
export function isInForce(world: World, project: Id, { role }: Shift, at: Instant): boolean {
  if (role === null) return true;
  for (const grant of world.grantsOn(project))
    if (grant.role === role && !isOver(grant, at)) return true;
  return false;
}

function turnsOf(rules: CompiledRules, move: Move): Turn[] {
  const turns: Turn[] = [];
  for (const rule of rules.rules) {
    const subject = canonicalSubject(rule.subject);
    if (!move.subjects.includes(subject)) continue;
    const { comes, goes } = turnOf(rule.conditions, move);
    if (!comes && !goes) continue;
    const actions = actionsOf(rule).filter(
      (action) => !isSteady(rules, subject, action, rule, move),
    );
    if (actions.length > 0) turns.push({ subject, actions, rule, comes, goes });
  }
  return turns;
}

function turnOf(conditions: Conditions | undefined, { was, is }: Move) {
  const before = truthOf(conditions, was);
  const after = is === null ? false : truthOf(conditions, is);
  if (before === null && after === null && is && looksAtTheSame(conditions, was, is))
    return { comes: false, goes: false };
  return { comes: after !== false && before !== true, goes: before !== false && after !== true };
}

/** Whether what cannot be told before and after is the same: the rule looks at nothing that is changed. */
const looksAtTheSame = (conditions: Conditions | undefined, was: Extent, is: Extent): boolean =>
  Object.entries(conditions ?? {}).every(([key, value]) => {
    const [before, after] = [was[key], is[key]];
    if (JSON.stringify(before) === JSON.stringify(after)) return true;
    // Of tags, what an operator does not tell either way hangs on those that stay as they are.
    return (
      isSomeTags(before) &&
      isSomeTags(after) &&
      isUnderstood(value) &&
      operatorsOf(value).every(
        ([name, operand]) =>
          knownTruth({ [name]: operand }, before) === knownTruth({ [name]: operand }, after),
      )
    );
  });

const isSomeTags = (known: Known | undefined): known is SomeTags =>
  typeof known === 'object' && 'has' in known;

/** Another allow of the same role that surely speaks before and after: then this one's turn changes nothing. */
const isSteady = (
  rules: CompiledRules,
  subject: string,
  action: string,
  turned: Rule,
  { was, is }: Move,
): boolean =>
  turned.inverted !== true &&
  rules
    .find(subject, action)
    .some(
      ({ rule, inverted }) =>
        !inverted &&
        rule !== turned &&
        surely(rule.conditions, was, turned.conditions) &&
        (is === null || surely(rule.conditions, is, turned.conditions)),
    );

/** Of things of which only the known attributes are told, whether conditions hold. */
function truthOf(conditions: Conditions | undefined, extent: Extent): Truth {
  let truth: Truth = true;
  for (const [key, value] of Object.entries(conditions ?? {})) {
    const known = extent[key];
    // What is not known stays as it is: it neither makes nor breaks the turn.
    const one = known === undefined ? true : knownTruth(value, known);
    if (one === false) return false;
    if (one === null) truth = null;
  }
  return truth;
}

/** Whether conditions surely hold: by what is known, and, where nothing is, by what `given` asks for as well. */
const surely = (
  conditions: Conditions | undefined,
  extent: Extent,
  given: Conditions | undefined,
): boolean =>
  Object.entries(conditions ?? {}).every(([key, value]) => {
    const known = extent[key];
    if (known !== undefined) return knownTruth(value, known) === true;
    const asked = valueAt(given, key);
    return asked !== undefined && valueImplies(key, asked, value);
  });

/** Whether conditions surely do not hold, likewise. */
const surelyNot = (conditions: Conditions | undefined, extent: Extent): boolean =>
  Object.entries(conditions ?? {}).some(([key, value]) => {
    const known = extent[key];
    return known !== undefined && knownTruth(value, known) === false;
  });

/**
 * Whether rules give an action on all those things among them that meet `given`: conservative, what is not told does not.
 * Who `mayTake` all of it is held back by its own denies alone.
 */
export function givesOn(
  live: Live,
  subject: string,
  action: string,
  extent: Extent,
  given: Conditions | undefined,
  mayTake = false,
): boolean {
  const rules = live.flatMap((set) => [...set.find(subject, action)]);
  return (
    (mayTake ||
      rules.some(({ inverted, rule }) => !inverted && surely(rule.conditions, extent, given))) &&
    rules.every(({ inverted, rule }) => !inverted || surelyNot(rule.conditions, extent))
  );
}

function knownTruth(value: ConditionValue, known: Known): Truth {
  if (typeof known === 'string' || !('below' in known || 'has' in known))
    return compileValue(value)(known);
  if (!isUnderstood(value)) return null;
  let truth: Truth = true;
  for (const [name, operand] of operatorsOf(value)) {
    const row = operatorOf(name);
    const one =
      'below' in known
        ? (row?.below?.(operand, known.below) ?? null)
        : (row?.tagged?.(operand, known) ?? null);
    if (one === false) return false;
    if (one === null) truth = null;
  }
  return truth;
}
