import type { Stage } from './stage.ts';

export type Check = { says: string; run: () => Promise<unknown> };

/** A published client: how it is had, as the command that starts it, and what has to hold of it. */
export type RealClient = {
  name: string;
  version: string;
  obtain: () => Promise<string[]>;
  checks: (command: readonly string[], stage: Stage) => Check[];
};
