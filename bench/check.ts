import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { World } from '../kernel/src/index.ts';
import type { Contestant } from './lib/check/contestant.ts';
import { afterChange, coterie, explained } from './lib/check/coterie.ts';
import { prepareLimit } from './lib/check/limit.ts';
import { installedPeers, type Peer } from './lib/check/peers.ts';
import { reaches } from './lib/check/reach.ts';
import { staleness } from './lib/check/stale.ts';
import { edgeCount, edgeFacts, factsBesideEdges } from './lib/facts.ts';
import { LiveOrganization } from './lib/live.ts';
import { bytesInUse, growthDuring } from './lib/memory-of.ts';
import { median, table } from './lib/numbers.ts';
import { type Organization, organizationOf } from './lib/organization.ts';
import { type Asked, questionsFor } from './lib/questions.ts';
import { ratio, timeInRounds } from './lib/rounds.ts';

/**
 * The kernel's check beside others and beside what the machine can do at best, on a made-up organization of each size
 * given. All answers are compared before anything is timed.
 */
const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '10000,100000' },
    rounds: { type: 'string', default: '15' },
    questions: { type: 'string', default: '20000' },
  },
});
const sizes = values.users.split(',').map(Number);
const rounds = Number(values.rounds);
const count = Number(values.questions);
for (const number of [...sizes, rounds, count])
  if (!Number.isInteger(number) || number < 1) throw new Error('expected whole numbers above 0');

const peers = await installedPeers(console.log);
const versions = peers.map(({ name, version }) => `${name} ${version}`);
console.log(
  [
    new Date().toISOString().slice(0, 10),
    `Node ${process.versions.node}`,
    ...versions,
    `one of ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
  ].join(' · '),
);
type Medians = { limit: number; coterie: number };
const medians: Medians[] = [];
for (const size of sizes) medians.push(await compareAt(size));
sayGrowth();

async function compareAt(users: number): Promise<Medians> {
  const organization = organizationOf(users);
  const world = load(organization);
  const questions = questionsFor(organization, count);
  const live = new LiveOrganization(organization);
  const limit = prepareLimit(live, questions);
  const own = coterie(world, questions);
  const anew = afterChange(world, questions);
  const reasoned = { ...explained(world, questions), asks: Math.min(count, 1000) };
  const others = await prepareAll(peers, live, questions);
  mustAgree(own, [anew, reasoned, ...others]);
  mustBound(limit, own);
  const contestants = [limit, own, anew, reasoned, ...others];
  const times = timeInRounds(contestants, rounds);
  sayTimes(contestants, times);
  const growth = growthDuring(() => {
    for (let question = 0; question < count; question++) own.ask(question);
  });
  console.log(`\nheap growth: ${(growth / count).toFixed(1)} bytes a check\n`);
  if (users === sizes[0]) {
    console.log(`${staleness(world, questions, own)}\n`);
    console.log(`${await reaches(world, organization, questions)}\n`);
  }
  return { limit: median(times[0] ?? []), coterie: median(times[1] ?? []) };
}

/** Loads the world, and says how long that took and how large it is. */
function load(organization: Organization): World {
  const world = new World();
  const empty = bytesInUse();
  let milliseconds = 0;
  const apply = (slices: ReturnType<typeof edgeFacts>) => {
    for (const slice of slices) {
      const began = performance.now();
      world.apply(slice);
      milliseconds += performance.now() - began;
    }
  };
  apply(factsBesideEdges(organization));
  const peopled = bytesInUse();
  apply(edgeFacts(organization));
  const edges = edgeCount(organization);
  const full = bytesInUse();
  console.log(
    [
      `\n## ${organization.users.length} users`,
      `\n${organization.groups.length} groups and projects, ${edges} edges, ${organization.grants.length} grants`,
      `loaded in ${milliseconds.toFixed(0)} ms`,
      `${((full - peopled) / edges).toFixed(0)} bytes an edge`,
      `${((full - empty) / 2 ** 20).toFixed(0)} MiB in all\n`,
    ].join(' · '),
  );
  return world;
}

async function prepareAll(
  all: readonly Peer[],
  live: LiveOrganization,
  questions: readonly Asked[],
): Promise<Contestant[]> {
  const prepared: Contestant[] = [];
  for (const { prepare } of all) prepared.push(...(await prepare(live, questions)));
  return prepared;
}

function mustAgree(own: Contestant, others: readonly Contestant[]): void {
  for (const { name, asks, ask } of others)
    for (let question = 0; question < asks; question++)
      if (ask(question) !== own.ask(question))
        throw new Error(`${name} answers question ${question} otherwise than Coterie`);
}

/** The limit knows no conditions and no denies: it says yes wherever Coterie does, and more often. */
function mustBound(limit: Contestant, own: Contestant): void {
  for (let question = 0; question < own.asks; question++)
    if (own.ask(question) && !limit.ask(question))
      throw new Error(`the limit refuses question ${question}, which Coterie allows`);
}

function sayTimes(contestants: readonly Contestant[], times: readonly number[][]): void {
  const limit = times[0] ?? [];
  const rows = contestants.map(({ name, asks }, index) => {
    const own = times[index] ?? [];
    const factor = ratio(own, limit);
    return [
      name,
      median(own).toFixed(0),
      factor.toFixed(factor < 100 ? 1 : 0),
      ratio(own, times[1] ?? []).toFixed(2),
      String(asks),
    ];
  });
  console.log(table(['', 'ns a check', '× limit', '× Coterie', 'questions'], rows));
}

function sayGrowth(): void {
  medians.forEach((now, index) => {
    const before = medians[index - 1];
    if (!before) return;
    const limit = now.limit / before.limit;
    const own = now.coterie / before.coterie;
    console.log(
      `from ${sizes[index - 1]} to ${sizes[index]} users: limit × ${limit.toFixed(2)}, Coterie × ${own.toFixed(2)}, that is ${(own / limit).toFixed(2)} of the limit's growth`,
    );
  });
}
