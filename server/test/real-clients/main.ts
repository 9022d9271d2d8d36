/**
 * `npm run test:clients`: the published clients, built and run against a server of their own. With words, only the
 * clients whose names contain one of them.
 */
import { ansible } from './clients/ansible.ts';
import { commandLine } from './clients/cli.ts';
import { externalSecrets, goSdk } from './clients/go.ts';
import { nodeSdk, olderNodeSdk } from './clients/node.ts';
import { operator } from './clients/operator.ts';
import { olderPythonSdk, pythonSdk } from './clients/python.ts';
import { rustSdk } from './clients/rust.ts';
import { terraform } from './clients/terraform.ts';
import type { Check, RealClient } from './support/client.ts';
import { Unobtainable } from './support/obtain.ts';
import { openInstance, setStage } from './support/stage.ts';
import { inWords, type Row, table, total } from './support/table.ts';

const all: RealClient[] = [
  terraform,
  commandLine,
  goSdk,
  nodeSdk,
  olderNodeSdk,
  pythonSdk,
  olderPythonSdk,
  rustSdk,
  externalSecrets,
  operator,
  ansible,
];

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = all.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word)),
);
const rows = await runAll(chosen);
console.log(`\n${table(rows)}\n\n${inWords(total(rows))}`);
process.exitCode = total(rows).failed === 0 && chosen.length > 0 ? 0 : 1;

async function runAll(clients: readonly RealClient[]): Promise<Row[]> {
  const instance = await openInstance();
  try {
    const rows: Row[] = [];
    for (const client of clients) {
      const since = performance.now();
      console.log(`\n${client.name} ${client.version}`);
      const row = await tried(client, instance);
      rows.push(row);
      console.log(
        `${client.name}: ${row.why ?? inWords(row)} (${((performance.now() - since) / 1000).toFixed(1)} s)`,
      );
    }
    return rows;
  } finally {
    await instance.close();
  }
}

/** One client: skipped when it is not to be had, failed when it cannot be built. */
async function tried(
  client: RealClient,
  instance: Awaited<ReturnType<typeof openInstance>>,
): Promise<Row> {
  const row: Row = {
    client: client.name,
    version: client.version,
    passed: 0,
    failed: 0,
  };
  try {
    const command = await client.obtain();
    const checks = client.checks(command, await setStage(instance, client.name));
    for (const check of checks) row[(await holds(check)) ? 'passed' : 'failed']++;
    return row;
  } catch (error) {
    if (error instanceof Unobtainable) return { ...row, why: error.message };
    console.error(error);
    return { ...row, failed: row.failed + 1 };
  }
}

async function holds({ says, run }: Check): Promise<boolean> {
  try {
    await run();
    console.log(`  ok      ${says}`);
    return true;
  } catch (error) {
    console.log(`  failed  ${says}\n${indented(error)}`);
    return false;
  }
}

function indented(error: unknown): string {
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return said.replaceAll(/^/gm, '          ');
}
