import type { Id, Instant } from '../facts.ts';
import { ever, heldFrom, type Power, type Right } from '../packed/above.ts';
import { compileRules } from '../rules/match.ts';
import type { World } from '../world.ts';

/** What an act gives or takes, until when (never ending: infinity): rights on a project (null: the organization) … */
export type RuleStake = Right & {
  /** They were denies, and stand here as allows. */
  isDenied?: true;
};
/** … or the power to manage a group. */
export type PowerStake = Power;
export type Stake = RuleStake | PowerStake;

export { ever };
export const endOf = (until: Instant | null): Instant => until ?? ever;

/** All that a group gives until then to whoever is in it, through the groups above it too; suspended or still to come, too. */
export const heldByGroup = (world: World, group: Id, at: Instant, until = ever): Stake[] =>
  heldFrom(world, group, at, until);

/** All that a principal has or could wake up with: of its own and by every group. */
export const heldByMember = (world: World, principal: Id, at: Instant): Stake[] =>
  heldFrom(world, principal, at, ever);

/** What of it is denied, without what is given. */
export const onlyDenies = (stakes: readonly Stake[]): Stake[] =>
  stakes.flatMap((stake) =>
    'rules' in stake && stake.rules.denies
      ? { ...stake, rules: compileRules(stake.rules.rules.filter(({ inverted }) => inverted)) }
      : [],
  );
