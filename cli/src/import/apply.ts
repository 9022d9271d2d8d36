import { Failure } from '../failure.ts';
import type { Step } from './ledger.ts';

type Refused = { title: string; why: string };
export type Applied = { done: number; failed: Refused[]; isStopped: boolean };

/**
 * Carries steps out one after the other, saying which. The first Ctrl-C ends it after the step under way. A step that is
 * refused is told at the end; the others go on.
 */
export async function applySteps(steps: readonly Step[]): Promise<Applied> {
  const failed: Refused[] = [];
  let done = 0;
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    console.error('\nstopping after this step …');
  };
  process.once('SIGINT', stop);
  try {
    for (const [index, step] of steps.entries()) {
      if (isStopped) break;
      say(`[${index + 1}/${steps.length}] ${step.title}`);
      try {
        await step.run();
        done++;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        failed.push({ title: step.title, why: error.message });
      }
    }
  } finally {
    process.removeListener('SIGINT', stop);
    if (process.stderr.isTTY) process.stderr.write('\n');
  }
  return { done, failed, isStopped };
}

/** On a terminal one line that is written over; elsewhere a line each. */
function say(text: string): void {
  if (!process.stderr.isTTY) console.error(text);
  else process.stderr.write(`\r\u001b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
}
