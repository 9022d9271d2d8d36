import type { KyselyPlugin } from 'kysely';
import type { Running } from '../../../src/server.ts';

/**
 * Runs a request at a node once for each of its database statements, with something else done right after that
 * statement and before the next, and undone after the run: every way in which the two can fall together. Gives what each
 * run gave, the last one undisturbed. Nothing else may be asked of the node meanwhile.
 */
export async function betweenStatements<T>(
  node: Running,
  request: () => Promise<T>,
  { meanwhile, undo }: { meanwhile: () => Promise<unknown>; undo: () => Promise<unknown> },
): Promise<T[]> {
  const { db } = node.parts;
  const given: T[] = [];
  try {
    for (let wanted = 1; ; wanted++) {
      // So that the node knows all that is settled, and has no cause of its own to look for what is newer.
      await request();
      let seen = 0;
      node.parts.db = db.withPlugin(
        after(async () => {
          if (++seen === wanted) await meanwhile();
        }),
      );
      given.push(await request());
      if (seen < wanted) return given;
      await undo();
    }
  } finally {
    node.parts.db = db;
  }
}

const after = (act: () => Promise<unknown>): KyselyPlugin => ({
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    await act();
    return result;
  },
});
