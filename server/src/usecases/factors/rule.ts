import { type Id, type Instant, refuse, type World } from '@coterie/kernel';
import { isAdmin, needProof } from '../../access/proof.ts';
import { withFactor } from '../../store/accounts/factors.ts';
import { activeUsers } from '../../store/organization/members.ts';
import {
  type FactorRule,
  factorRuleOf,
  setFactorRule,
} from '../../store/organization/organizations.ts';
import { look, sameOrg } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { View } from '../view.ts';

const day = 24 * 3600 * 1000;

/** Who must have a second factor, from when on, and who of them has none. */
export async function getFactorRule(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  org: Id,
) {
  sameOrg(caller, org);
  const view = await look(parts, caller);
  view.need('settings', 'read');
  return { ...(await readRule(parts.db, org)), without: await without(parts, view) };
}

/** How administrators sign in is theirs to say: whoever changes it must hold what they hold (access model, §4). */
const adminsOf = (world: World, at: Instant): Id[] =>
  [...world.all('member')].flatMap(({ id, kind, status }) =>
    kind === 'user' && status === 'active' && isAdmin(world, id, at) ? id : [],
  );

/** Asks for a second factor of administrators or everyone; whoever has none by then is let in to no more than their account. */
export async function editFactorRule(
  parts: Pick<Parts, 'db' | 'worlds' | 'access' | 'now'>,
  caller: Caller,
  org: Id,
  { rule, graceDays }: { rule: FactorRule['rule']; graceDays: number },
) {
  sameOrg(caller, org);
  const at = parts.now();
  const from = rule === 'none' ? null : new Date(at + graceDays * day);
  await parts.access.change({
    org,
    by: changer(caller),
    at,
    commands: (world) => {
      new View(world, org, caller.principal, at).need('settings', 'edit');
      needProof(changer(caller), at);
      return adminsOf(world, at).map((principal) => ({
        do: 'member.control',
        principal,
        action: 'edit',
      }));
    },
    after: (tx) => setFactorRule(tx, org, { rule, from }),
    deeds: () => [
      { do: 'factorRule.edit', more: `to ${rule}${from ? ` from ${from.toISOString()} on` : ''}` },
    ],
  });
  const view = await look(parts, caller);
  return { rule, from, without: await without(parts, view) };
}

const readRule = async (db: Parts['db'], org: Id): Promise<FactorRule> =>
  (await factorRuleOf(db, org)) ?? refuse({ reason: 'notFound', thing: 'organization', id: org });

async function without({ db }: Pick<Parts, 'db'>, view: View) {
  if (!view.may('member', 'read')) return null;
  const all = await activeUsers(db, view.org);
  const have = await withFactor(
    db,
    all.map(({ id }) => id),
  );
  return all
    .filter(({ id }) => !have.has(id))
    .map((row) => ({ row, isAdmin: isAdmin(view.world, row.id, view.at) }));
}
