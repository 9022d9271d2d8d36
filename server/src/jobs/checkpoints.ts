import { sealLogs } from '../usecases/access/checkpoints.ts';
import type { Parts } from '../usecases/parts.ts';

const every = 5000;

/** Seals the logs again and again, one turn after the other. */
export function checkpointing(
  parts: Pick<Parts, 'db' | 'logKeys' | 'secondPlace' | 'now'>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let turn: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    turn = sealLogs(parts)
      .catch(onError)
      .finally(() => {
        isBusy = false;
      });
  }, every);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await turn;
    },
  };
}
