import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { access } from '@coterie/contract';
import { type House, openCompany } from '../support/house.ts';
import { Cast } from './model/cast.ts';
import { type Nodes, startNodes } from './model/nodes.ts';
import { Possible } from './model/possible.ts';
import { type Fault, Run } from './model/run.ts';

/** Longer with COTERIE_MODEL_RUNS and COTERIE_MODEL_STEPS; the choices of a run again with COTERIE_MODEL_SEED. */
const setting = (name: string, unless: number) =>
  Number(process.env[`COTERIE_MODEL_${name}`] ?? unless);
const runs = setting('RUNS', 3);
const steps = setting('STEPS', 80);
const firstSeed = setting('SEED', 1 + Math.floor(Math.random() * 1_000_000));
/** PostgreSQL is started again five times a minute, and then no more. */
const betweenDatabaseFaults = 15_000;

describe('three nodes, whatever befalls them: every answer is one that some order of the changes explains', () => {
  const cleanup = new AsyncDisposableStack();
  let nodes: Nodes;
  let cast: Cast;
  let possible: Possible;
  before(async () => {
    nodes = await startNodes(3, cleanup);
    // Only the address is looked at.
    cast = new Cast(await openCompany({ url: nodes.urls[0] } as House));
    for (const name of ['ada', 'ben', 'cleo']) await cast.addPerson(name);
    possible = new Possible(cast.beginning);
  });
  after(() => cleanup.disposeAsync());

  /** What a failed run leaves behind is not known to the model. */
  let hasFailed = false;
  let lastDatabaseFault = Number.NEGATIVE_INFINITY;
  /** A fault for every twentieth step or so: each kind in turn, the database's only so often. */
  function faultAt(step: number, run: number): Fault | undefined {
    if (step % 20 !== 10) return undefined;
    const turn = Math.floor(step / 20);
    if (turn % 2 === 0) return turn % 4 === 0 ? 'node halted' : 'node killed';
    if (performance.now() - lastDatabaseFault < betweenDatabaseFaults) return 'node halted';
    lastDatabaseFault = performance.now();
    return (turn + run) % 4 < 2 ? 'database killed' : 'backend killed';
  }

  for (let run = 0; run < runs; run++)
    it(`run ${run + 1}`, { timeout: 60_000 + steps * 1000 }, async (t) => {
      assert.ok(!hasFailed, 'a run before this one has failed');
      hasFailed = true;
      t.diagnostic(`COTERIE_MODEL_SEED=${firstSeed + run}`);
      const history = new Run(firstSeed + run, nodes, cast, possible);
      await history.prepare();
      for (let step = 0; step < steps; step++) {
        const fault = faultAt(step, run);
        await (fault ? history.breaks(fault) : history.step());
      }
      await history.end();
      t.diagnostic(`${history.judged} answers judged`);
      assert.ok(history.judged > steps);
      const { intact } = await cast.company.admin.call(access.verifyAccessLog);
      assert.equal(intact, true);
      hasFailed = false;
    });
});
