import type { Id, Instant } from '../facts.ts';
import { isValid } from '../facts.ts';
import { liveMembers } from '../packed/below.ts';
import { liveRules } from '../packed/live.ts';
import { type Extent, givesOn, type Move, type Shift, shiftsOf } from '../rules/content.ts';
import type { Live } from '../rules/match.ts';
import type { World } from '../world.ts';
import type { Difference, Right } from './diff.ts';

/** What a move of content gives and takes, person by person: those who live under a role whose rules turn. */
export function movedDifference(world: World, project: Id, move: Move, at: Instant): Difference[] {
  const shifts = shiftsOf(world, project, move, at);
  if (shifts.length === 0) return [];
  const rights = rightsIn(shifts);
  const known = new Map<string, Pick<Difference, 'gains' | 'losses'>>();
  return [...touched(world, project, shifts, at)].flatMap((principal) => {
    const live = liveRules(world, principal, project, at);
    const key = JSON.stringify(live.map(({ rules }) => rules));
    const found = known.get(key) ?? turned(live, rights, move);
    known.set(key, found);
    return found.gains.length + found.losses.length > 0 ? [{ principal, project, ...found }] : [];
  });
}

function turned(live: Live, rights: readonly Right[], { was, is }: Move) {
  const has = (right: Right, extent: Extent | null) =>
    extent !== null && givesOn(live, right.subject, right.action, extent, right.conditions);
  return {
    gains: rights.filter((one) => !has(one, was) && has(one, is)),
    losses: rights.filter((one) => has(one, was) && !has(one, is)),
  };
}

/** The rights that turn, each once, with what its rule asks of things beside what the move tells of them. */
function rightsIn(shifts: readonly Shift[]): Right[] {
  const found = new Map<string, Right>();
  for (const { turns } of shifts)
    for (const { subject, actions, rule } of turns)
      for (const action of actions) {
        const right = {
          subject,
          action,
          ...(rule.conditions ? { conditions: rule.conditions } : {}),
        };
        found.set(JSON.stringify(right), right);
      }
  return [...found.values()];
}

function touched(world: World, project: Id, shifts: readonly Shift[], at: Instant): Set<Id> {
  const roles = new Set(shifts.map(({ role }) => role));
  const privileges = new Set(shifts.map(({ grant }) => grant));
  const holders = new Set<Id>();
  for (const grant of world.grantsOn(project))
    if (
      isValid(grant, at) &&
      ((grant.role !== null && roles.has(grant.role)) || privileges.has(grant.id))
    )
      holders.add(grant.holder);
  const found = new Set<Id>();
  for (const holder of holders) for (const one of liveMembers(world, holder, at)) found.add(one);
  return found;
}
