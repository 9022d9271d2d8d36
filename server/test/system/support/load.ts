import { CallFailed } from '@coterie/contract';
import type { Ledger } from './ledger.ts';
import type { Writer } from './writers.ts';

/** Writers at work, all at once. */
export type Load = {
  /** waits until so many further writes were sent; fails when no writer is left */
  sent(count: number): Promise<void>;
  /** lets each writer end its write, and fails when one was refused */
  end(): Promise<void>;
};

/** Sets the writers to work. One whose write failed ends, unless it endures; a refusal is no failure but a fault. */
export function startLoad(writers: readonly Writer[], ledger: Ledger): Load {
  const state = { isEnding: false };
  const work = Promise.all(writers.map((writer) => keepWriting(writer, state)));
  // Looked at by whoever waits for it.
  work.catch(() => {});
  return {
    sent: (count) => ledger.sent.further(count, work),
    async end() {
      state.isEnding = true;
      await work;
    },
  };
}

async function keepWriting(writer: Writer, state: { isEnding: boolean }): Promise<void> {
  while (!state.isEnding) {
    try {
      await writer.next();
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      if (!writer.endures) return;
    }
  }
}

/** No answer, or one that the server itself failed: the write may or may not have been made. */
const isUnanswered = (error: unknown): boolean =>
  error instanceof CallFailed
    ? error.status >= 500
    : error instanceof TypeError && error.message === 'fetch failed';
