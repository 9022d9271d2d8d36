import assert from 'node:assert/strict';
import { printed } from './program.ts';

/** A program of ours on an SDK: told what to do and where, it answers with what the SDK gave or threw. */
export type Sdk = {
  ask: (operation: string, more?: object) => Promise<unknown>;
  /** The words of a refusal; fails when it is none. */
  refusal: (operation: string, more?: object) => Promise<string>;
};
type Answered = { result?: unknown; error?: string };

/** `always` is told with each call: the address, who signs in, and where the secrets are. */
export function sdkBy(command: readonly string[], always: object): Sdk {
  const tell = async (operation: string, more: object = {}): Promise<Answered> => {
    const input = JSON.stringify({ ...always, ...more });
    const out = await printed([...command, operation], { input });
    return JSON.parse(out.trim().split('\n').at(-1) ?? '') as Answered;
  };
  return {
    ask: async (operation, more) => {
      const { result, error } = await tell(operation, more);
      assert.equal(error, undefined);
      return result;
    },
    refusal: async (operation, more) => {
      const { result, error } = await tell(operation, more);
      assert.ok(error, `${operation} was not refused: ${JSON.stringify(result)}`);
      return error;
    },
  };
}
