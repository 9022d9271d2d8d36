import type { Id, Instant } from '../facts.ts';
import { liveHolders, liveSpan } from '../packed/live.ts';
import { permits } from '../questions/decide.ts';
import { refuse } from '../refusals.ts';
import {
  asAllows,
  conferredBy,
  deniedBy,
  excludes,
  readingWith,
  readsUndescribed,
  takenBy,
  type Uncovered,
  uncovered,
} from '../rules/cover.ts';
import { actionsOf, type CompiledRules, compileRules, type Live } from '../rules/match.ts';
import { canonicalSubject } from '../vocabulary.ts';
import type { World } from '../world.ts';
import { type Context, takingAnyProject } from './actor.ts';
import {
  ever,
  heldByGroup,
  heldByMember,
  type PowerStake,
  type RuleStake,
  type Stake,
} from './stakes.ts';

/** Rules that take the place of others. */
export type Alteration = {
  project: Id | null;
  before: readonly CompiledRules[];
  after: readonly CompiledRules[];
};

/** What an act gives and takes; `whom` is the only principal that it touches, if it is only one. */
export type Weights = {
  gives?: readonly Stake[];
  takes?: readonly Stake[];
  alters?: readonly Alteration[];
  whom?: Id | null;
  /** What is given or taken comes and goes together with all that denies it: nothing is bound, nothing let loose. */
  isWhole?: boolean;
};

/** Refuses an act that gives or takes what the actor does not hold (access model, §4). */
export function weigh(
  context: Context,
  { gives = [], takes = [], alters = [], whom, isWhole = false }: Weights,
) {
  if (context.actor === 'system') return;
  const isOwn = whom === context.actor.principal;
  confer(context, gives);
  if (!isWhole) bind(context, gives, whom ?? null);
  if (!isOwn) take(context, takes);
  if (!isWhole) lift(context, takes);
  for (const one of alters) alter(context, one, whom ?? null, isOwn);
}

/** Rules in the place of others: weighed by what is more and what is less, as a whole where there is but one of them. */
function alter(
  context: Context,
  { project, before, after }: Alteration,
  whom: Id | null,
  isOwn: boolean,
): void {
  const stake = (rules: CompiledRules): RuleStake => ({ project, rules, until: ever });
  const isEmpty = ({ rules }: CompiledRules) => rules.length === 0;
  if (before.every(isEmpty)) {
    confer(context, after.map(stake));
    bind(context, after.map(stake), whom);
    return;
  }
  if (after.every(isEmpty)) {
    if (!isOwn) take(context, before.map(stake));
    lift(context, before.map(stake));
    return;
  }
  const was = before.flatMap(({ rules }) => rules);
  const is = after.flatMap(({ rules }) => rules);
  const hasDenies = [...was, ...is].some(({ inverted }) => inverted === true);
  confer(context, [stake(conferredBy(is, was))]);
  if (hasDenies) confer(context, [asDenied(stake(deniedBy(was, is)))]);
  if (isOwn) return;
  const taken = takenBy(is, was);
  take(context, [taken, readingWith(taken)].map(stake));
  if (hasDenies) take(context, [asDenied(stake(deniedBy(is, was)))]);
}

/** Whether the actor holds all of it, for as long as it would be given. */
export const holds = (context: Context, stakes: readonly Stake[]): boolean =>
  stakes.every((stake) => lacking(context, stake, stake.until) === null);

/** Nothing is given that the actor does not hold, nor for longer. */
export function confer(context: Context, stakes: readonly Stake[]): void {
  for (const stake of stakes) refuseLack(lacking(context, stake, stake.until));
}

/** Nothing is taken that the actor does not hold. */
function take(context: Context, stakes: readonly Stake[]): void {
  for (const stake of stakes) refuseLack(lacking(context, stake, context.at, true));
}

/** To take a deny away is to give what it denied. */
function lift(context: Context, stakes: readonly Stake[]): void {
  confer(context, deniedAsAllows(stakes));
}

const deniedAsAllows = (stakes: readonly Stake[]): Stake[] =>
  stakes.flatMap((stake) =>
    'rules' in stake && stake.rules.denies
      ? asDenied({ ...stake, rules: denied(stake.rules) })
      : [],
  );

const asDenied = (stake: RuleStake): RuleStake => ({ ...stake, isDenied: true });

/** To put a deny on someone is to take what it denies, unless it is one principal who has nothing of that. */
function bind(context: Context, stakes: readonly Stake[], whom: Id | null): void {
  if (context.actor === 'system' || whom === context.actor.principal) return;
  for (const stake of stakes) {
    if (!('rules' in stake) || !stake.rules.denies) continue;
    if (stake.project !== null && takesAnyProject(context, context.at)) continue;
    const rules = denied(stake.rules);
    if (whom !== null && !hasAnyOf(context, whom, { ...stake, rules })) continue;
    refuseLack(lacking(context, asDenied({ ...stake, rules }), context.at, true));
  }
}

const denied = ({ rules }: CompiledRules): CompiledRules => compileRules(asAllows(rules));

/** Whether a principal has, or may wake up with, any right that meets one of these. */
function hasAnyOf(context: Context, principal: Id, { project, rules }: RuleStake): boolean {
  const owned = context.kept?.owned ?? ownedBy(context, principal);
  if (context.kept) context.kept.owned = owned;
  const own = owned.get(project) ?? [];
  return rules.rules.some((rule) =>
    actionsOf(rule).some((action) =>
      own
        .flatMap((one) => [...one.find(canonicalSubject(rule.subject), action)])
        .some((one) => !one.inverted && !excludes(rule.conditions, one.rule.conditions)),
    ),
  );
}

function ownedBy({ world, at }: Context, principal: Id): Map<Id | null, CompiledRules[]> {
  const owned = new Map<Id | null, CompiledRules[]>();
  for (const stake of heldByMember(world, principal, at))
    if ('rules' in stake) {
      const known = owned.get(stake.project);
      if (known) known.push(stake.rules);
      else owned.set(stake.project, [stake.rules]);
    }
  return owned;
}

type Lack = Uncovered & { project: Id | null; until?: Instant };

const refuseLack = (lack: Lack | null): void => {
  if (lack) refuse({ reason: 'exceeds', ...lack });
};

/**
 * The first right of a stake that the actor does not hold now, or not until then. Who may take any project may take from
 * anyone there, and give but what it would still be denied when it had taken it.
 */
function lacking(
  context: Context,
  stake: Stake,
  until: Instant,
  isTaken = false,
  above: readonly Id[] = [],
): Lack | null {
  if ('manages' in stake) return lackingPower(context, stake, until, isTaken, above);
  const { project, rules, isDenied } = stake;
  if (rules.rules.length === 0) return null;
  const mayTake = project !== null && takesAnyProject(context, until);
  if (mayTake && (isTaken || !deniedIn(context).has(project))) return null;
  const lack =
    throughout(context, project, until, (live) => uncovered(live, rules, isDenied, mayTake)) ??
    lackingToRead(context, stake, until, mayTake);
  return lack && { ...lack, project };
}

/** The projects in which something is denied to the actor, now or later. */
function deniedIn({ world, actor, at, kept }: Context): ReadonlySet<Id | null> {
  if (actor === 'system') return new Set();
  if (kept?.deniedIn) return kept.deniedIn;
  const denied = new Set<Id | null>();
  for (const stake of heldByMember(world, actor.principal, at))
    if ('rules' in stake && stake.rules.denies) denied.add(stake.project);
  if (kept) kept.deniedIn = denied;
  return denied;
}

/** What can be described can be read as well by who has the one without the other, which some role must give. */
function lackingToRead(
  context: Context,
  { project, rules }: RuleStake,
  until: Instant,
  mayTake: boolean,
) {
  if (project === null || rules.find('secrets', 'describeSecret').length === 0) return null;
  const reading = readingWith(rules);
  const lack = throughout(context, project, until, (live) =>
    uncovered(live, reading, false, mayTake),
  );
  return lack && hasBareReader(context.world, project) ? lack : null;
}

/** Whether a role or privilege of the project lets read values that it does not let describe. */
export function hasBareReader(world: World, project: Id): boolean {
  for (const role of world.rolesOf(project)) {
    const rules = world.rulesOf(role, project);
    if (rules && readsUndescribed(rules)) return true;
  }
  for (const grant of world.privileges(project)) {
    const rules = world.rulesOfGrant(grant);
    if (rules && readsUndescribed(rules)) return true;
  }
  return false;
}

type LackOf = (live: Live, mayTake: boolean) => Uncovered | null;

/** The first lack on a project of who gives there for good: who may take any project lacks what it is denied. */
export function lacksToGive(context: Context, project: Id, lackOf: LackOf): Uncovered | null {
  const mayTake = takesAnyProject(context, ever);
  return throughout(context, project, ever, (live) => lackOf(live, mayTake));
}

/** The first lack on a project of who takes there: who may take any project lacks nothing. */
export function lacksToTake(context: Context, project: Id, lackOf: LackOf): Uncovered | null {
  const lack = throughout(context, project, context.at, (live) => lackOf(live, false));
  return lack && takesAnyProject(context, context.at) ? null : lack;
}

/** When the actor may no longer take any project; null when that has no end. Who has it for a time takes for as long. */
export const endOfTaking = (context: Context): Instant | null =>
  throughout(context, null, ever, (live) => (permits(live, ...takingAnyProject) ? null : unmanaged))
    ?.until ?? null;

/** Whether the actor may take any project from now until then. */
function takesAnyProject(context: Context, until: Instant): boolean {
  const known = context.kept?.takesUntil;
  if (known !== undefined) return known > context.at && until <= known;
  const lack = throughout(context, null, ever, (live) =>
    permits(live, ...takingAnyProject) ? null : unmanaged,
  );
  const end = lack === null ? ever : (lack.until ?? context.at);
  if (context.kept) context.kept.takesUntil = end;
  return end > context.at && until <= end;
}

/** The first lack from now until then: looked for at each moment at which what the actor lives under turns. */
function throughout(
  { world, actor, at, kept }: Context,
  project: Id | null,
  until: Instant,
  lackIn: (live: Live, moment: Instant) => Uncovered | null,
): (Uncovered & { until?: Instant }) | null {
  if (actor === 'system') return null;
  const spans = kept?.spans.get(project) ?? [];
  kept?.spans.set(project, spans);
  for (let moment = at, n = 0; ; n++) {
    const span = spans[n] ?? liveSpan(world, actor.principal, project, moment);
    spans[n] = span;
    const lack = lackIn(span.live, moment);
    if (lack) return moment === at ? lack : { ...lack, until: moment };
    if (span.until >= until || span.until === ever) return null;
    moment = span.until;
  }
}

/** What a manager may do, as rights that whoever appoints one must hold. */
const managing = compileRules([
  {
    subject: 'groups',
    action: ['add-members', 'remove-members', 'add-identities', 'remove-identities'],
  },
]);
const unmanaged = { subject: 'groups', action: 'grant-privileges' };

/** The power to manage a group is held by its managers of that kind, and by who holds what it comes to. */
function lackingPower(
  context: Context,
  { manages, kind }: PowerStake,
  until: Instant,
  isTaken: boolean,
  above: readonly Id[],
): Lack | null {
  const { world, actor, at } = context;
  // Groups that manage each other make a circle: what stands above is being looked at already.
  if (actor === 'system' || above.includes(manages)) return null;
  if (managesThroughout(context, manages, kind, until)) return null;
  const power = { project: null, rules: managing, until };
  const held = heldByGroup(world, manages, at);
  for (const stake of [power, ...held, ...deniedAsAllows(held)]) {
    const lack = lacking(context, stake, Math.min(until, stake.until), isTaken, [
      ...above,
      manages,
    ]);
    if (lack) return lack;
  }
  return null;
}

/** Whether the actor manages a group from now until then. */
export const managesThroughout = (
  context: Context,
  group: Id,
  kind: 'member' | 'owner',
  until: Instant,
): boolean =>
  throughout(context, null, until, (_, moment) =>
    context.actor === 'system' ||
    managesAs(context.world, context.actor.principal, group, kind, moment)
      ? null
      : unmanaged,
  ) === null;

/** Whether a principal manages a group at a moment, itself or by being in a group that does, and as an owner if so asked. */
export function managesAs(
  world: World,
  principal: Id,
  group: Id,
  kind: 'member' | 'owner',
  at: Instant,
): boolean {
  const managers = [...world.managersOf(group)].filter(
    (manager) => kind === 'member' || manager.kind === 'owner',
  );
  if (managers.length === 0) return false;
  const own = liveHolders(world, principal, at);
  return managers.some(({ holder }) => own.has(holder));
}
