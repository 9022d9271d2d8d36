import type { KyselyPlugin } from 'kysely';
import type { Running } from '../../../src/server.ts';

/**
 * Runs a request at a node once for each of its database statements, that which asks what has changed among them, with something else done right after that
 * statement and before the next, and undone after the run: every way in which the two can fall together. Gives what each
 * run gave, the last one undisturbed. Nothing else may be asked of the node meanwhile.
 */
export async function betweenStatements<T>(
  node: Running,
  request: () => Promise<T>,
  { meanwhile, undo }: { meanwhile: () => Promise<unknown>; undo: () => Promise<unknown> },
): Promise<T[]> {
  const { db, reads } = node.parts;
  const given: T[] = [];
  try {
    for (let wanted = 1; ; wanted++) {
      // So that the node knows all that is settled, and has no cause of its own to look for what is newer.
      await request();
      let seen = 0;
      let done: Promise<unknown> = Promise.resolve();
      const count = async () => {
        if (++seen !== wanted) return;
        done = meanwhile();
        await done;
      };
      node.parts.db = db.withPlugin(after(count));
      if (reads.memory.most > 0)
        node.parts.reads = { ...reads, fresh: () => reads.fresh().then(count) };
      given.push(await request());
      // A statement of the node's own may have been the one: the request has not waited then.
      await done;
      if (seen < wanted) return given;
      await undo();
    }
  } finally {
    Object.assign(node.parts, { db, reads });
  }
}

const after = (act: () => Promise<unknown>): KyselyPlugin => ({
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    await act();
    return result;
  },
});
