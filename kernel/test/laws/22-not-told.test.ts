import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Snapshot } from '../../spec/oracle.ts';
import { type Command, decide, type Instant, plan, type Refusal } from '../../src/index.ts';
import { groups, moments, principals, worlds } from '../worlds.ts';
import { aimed, commands } from './commands.ts';
import { law, worldOf } from './law.ts';

/** What a principal is refused, if it is. */
function refusalOf(
  snapshot: Snapshot,
  command: Command,
  principal: string,
  at: Instant,
): Refusal | null {
  const planned = plan(worldOf(snapshot), command, { principal }, at);
  return 'refusal' in planned ? planned.refusal : null;
}
const seesGroups = (snapshot: Snapshot, principal: string, at: Instant): boolean =>
  decide(worldOf(snapshot), { principal, project: null, subject: 'groups', action: 'read' }, at);

/** Who may give a group names is told too that it has this one already, since nothing comes of giving it again. */
const givesOwnName = ({ groups: all }: Snapshot, command: Command): boolean =>
  command.do === 'group.edit' &&
  all.some(
    ({ id, name, slug }) =>
      id === command.group && (command.name === name || command.slug === slug),
  );

const drawn = [worlds, commands, fc.nat(), fc.constantFrom(...principals), moments] as const;

law(
  'law 22, not told: a refusal is the same whatever groups are called that the actor may not see',
  [...drawn],
  (snapshot: Snapshot, wanted: Command, nth: number, actor: string, at: Instant) => {
    const command = aimed(wanted, snapshot, nth);
    if (seesGroups(snapshot, actor, at)) return;
    const otherwise: Snapshot = {
      ...snapshot,
      groups: snapshot.groups.map((one) => ({
        ...one,
        name: `Once ${one.name}`,
        slug: `once-${one.slug}`,
        description: 'another',
      })),
    };
    const [one, other] = [snapshot, otherwise].map((each) => refusalOf(each, command, actor, at));
    // That a name is taken is told to who may give names (docs/decisions/0014).
    if (one?.reason === 'taken' || other?.reason === 'taken') return;
    if (givesOwnName(snapshot, command) || givesOwnName(otherwise, command)) return;
    assert.deepEqual(one, other);
  },
);

law(
  'law 22, not told: a refusal names the groups that would help to those alone who may see groups and have a way to the project',
  [...drawn],
  (snapshot: Snapshot, wanted: Command, nth: number, actor: string, at: Instant) => {
    const refusal = refusalOf(snapshot, aimed(wanted, snapshot, nth), actor, at);
    const text = JSON.stringify(refusal);
    const told = groups.filter((id) => text.includes(`"name":"${nameOf(snapshot, id)}"`));
    if (told.length > 0) assert.ok(seesGroups(snapshot, actor, at), text);
  },
);

const nameOf = (snapshot: Snapshot, id: string): string =>
  snapshot.groups.find((one) => one.id === id)?.name ?? 'none of that name';
