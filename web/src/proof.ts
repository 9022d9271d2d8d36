import { CallFailed, type Way } from '@coterie/contract';

/** Asks the person to show anew who they are; resolves with whether they did. */
type Prove = (ways: readonly Way[]) => Promise<boolean>;

let prove: Prove | undefined;

/** The dialog that asks; there is one, in the frame of the console. Gives what takes it away again. */
export function asksForProof(ask: Prove): () => void {
  prove = ask;
  return () => {
    if (prove === ask) prove = undefined;
  };
}

/** The ways that a refusal names, where all that is missing is a fresh proof. */
export function waysIn(error: unknown): readonly Way[] | undefined {
  const details = error instanceof CallFailed ? error.problem?.details : undefined;
  if (typeof details !== 'object' || details === null || !('stepUp' in details)) return undefined;
  return (details as { ways?: Way[] }).ways ?? [];
}

/** Does something, and does it once more after the person has shown who they are, where that was missing. */
export async function withProof<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const ways = waysIn(error);
    if (ways === undefined || prove === undefined) throw error;
    if (await prove(ways)) return act();
    throw new Error('nothing was done: it was not shown that it is you', { cause: error });
  }
}
