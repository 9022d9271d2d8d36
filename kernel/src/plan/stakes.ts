import { type Id, type Instant, isOver, type ManagerKind } from '../facts.ts';
import { nodesAbove, rolesOfNodes } from '../packed/above.ts';
import type { Packed } from '../packed/index.ts';
import { type CompiledRules, compileRules } from '../rules/match.ts';
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

/** Of a holder and all groups that it is in or will be, the rules of their roles in the organization. */
export const organizationRules = ({ packed }: World, start: Id, at: Instant): CompiledRules[] =>
  rolesOfNodes(packed, nodesAbove(packed, packed.nodes.find(start), at, ever).keys());

function heldFrom(world: World, start: Id, at: Instant, until: Instant): Stake[] {
  const { packed } = world;
  const stakes: Stake[] = [];
  for (const [node, end] of nodesAbove(packed, packed.nodes.find(start), at, until)) {
    for (const rules of rolesOfNodes(packed, [node]))
      stakes.push({ project: null, rules, until: end });
    addGrants(packed, node, at, end, stakes);
    if (packed.managers.size > 0)
      for (const { group, kind } of world.managedBy(packed.nodes.text(node)))
        stakes.push({ manages: group, kind, until: end });
  }
  return stakes;
}

function addGrants(
  { grants }: Packed,
  node: number,
  at: Instant,
  end: Instant,
  stakes: Stake[],
): void {
  for (const row of grants.rowsOf(node)) {
    const grant = grants.at(row);
    const rules = isOver(grant, at) ? undefined : grants.rules(row);
    if (rules)
      stakes.push({ project: grant.project, rules, until: Math.min(end, endOf(grant.until)) });
  }
}

/** What of it is denied, without what is given. */
export const onlyDenies = (stakes: readonly Stake[]): Stake[] =>
  stakes.flatMap((stake) =>
    'rules' in stake && stake.rules.denies
      ? { ...stake, rules: compileRules(stake.rules.rules.filter(({ inverted }) => inverted)) }
      : [],
  );
