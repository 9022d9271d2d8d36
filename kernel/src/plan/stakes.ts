import { type Id, type Instant, isOver, type ManagerKind } from '../facts.ts';
import { type CompiledRules, compileRules } from '../match.ts';
import { rulesOfSource, sourcesAt } from '../routes.ts';
import type { World } from '../world.ts';

/** What an act gives or takes, until when (never ending: infinity): rights on a project (null: the organization) … */
export type RuleStake = {
  project: Id | null;
  rules: CompiledRules;
  until: Instant;
  /** They were denies, and stand here as allows. */
  isDenied?: true;
};
/** … or the power to manage a group. */
export type PowerStake = { manages: Id; kind: ManagerKind; until: Instant };
export type Stake = RuleStake | PowerStake;

export const ever = Number.POSITIVE_INFINITY;
export const endOf = (until: Instant | null): Instant => until ?? ever;

/** All that a group gives until then to whoever is in it, through the groups above it too; suspended or still to come, too. */
export const heldByGroup = (world: World, group: Id, at: Instant, until = ever): Stake[] =>
  heldFrom(world, group, at, until);

/** All that a principal has or could wake up with: of its own and by every group. */
export const heldByMember = (world: World, principal: Id, at: Instant): Stake[] =>
  heldFrom(world, principal, at, ever);

function heldFrom(world: World, start: Id, at: Instant, until: Instant): Stake[] {
  const stakes: Stake[] = [];
  for (const [holder, end] of holdersFrom(world, start, at, until))
    addHeldBy(world, holder, at, end, stakes);
  return stakes;
}

/** A holder and all groups that it is in or will be, each with when the longest way there ends. */
function holdersFrom(world: World, start: Id, at: Instant, until: Instant): Map<Id, Instant> {
  const ends = new Map<Id, Instant>();
  const queue: [Id, Instant][] = [[start, until]];
  for (const [holder, end] of queue) {
    if ((ends.get(holder) ?? Number.NEGATIVE_INFINITY) >= end) continue;
    ends.set(holder, end);
    for (const edge of world.edgesUp(holder))
      if (!isOver(edge, at)) queue.push([edge.group, Math.min(end, endOf(edge.until))]);
  }
  return ends;
}

function addHeldBy(world: World, holder: Id, at: Instant, end: Instant, stakes: Stake[]): void {
  for (const source of sourcesAt(world, holder, null)) {
    const rules = rulesOfSource(world, source);
    if (rules) stakes.push({ project: null, rules, until: end });
  }
  for (const grant of world.grantsOf(holder)) {
    const rules = isOver(grant, at) ? undefined : world.rulesOfGrant(grant);
    if (rules)
      stakes.push({ project: grant.project, rules, until: Math.min(end, endOf(grant.until)) });
  }
  for (const { group, kind } of world.managedBy(holder))
    stakes.push({ manages: group, kind, until: end });
}

/** What of it is denied, without what is given. */
export const onlyDenies = (stakes: readonly Stake[]): Stake[] =>
  stakes.flatMap((stake) =>
    'rules' in stake && stake.rules.denies
      ? { ...stake, rules: compileRules(stake.rules.rules.filter(({ inverted }) => inverted)) }
      : [],
  );
