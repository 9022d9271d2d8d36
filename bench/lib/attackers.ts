import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { network, postFrom } from '../../server/test/system/support/from-network.ts';

/** So many networks, each of which tries wrong passwords one after another; runs as a worker, and tells its answers by status. */
const { url, email, networks, pauseMs } = workerData as {
  url: string;
  email: string;
  networks: number;
  pauseMs: number;
};
const answers: Record<number, number> = {};
let isOver = false;
parentPort?.once('message', () => {
  isOver = true;
});

await Promise.all(
  Array.from({ length: networks }, async (_, n) => {
    await pause((pauseMs * n) / networks);
    for (let turn = 0; !isOver; turn++) {
      // Half of them at the one account, half at as many as they can think of.
      const account = n % 2 ? email : `somebody${turn}.${n}@example.com`;
      const { status } = await postFrom(network(n), url, {
        email: account,
        password: `wrong password ${turn}`,
      });
      answers[status] = (answers[status] ?? 0) + 1;
      await pause(pauseMs);
    }
  }),
);
parentPort?.postMessage(answers);
parentPort?.close();
