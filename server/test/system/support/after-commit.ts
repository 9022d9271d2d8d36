import { Access, type Done, type Wanted } from '../../../src/access/change.ts';
import type { Worlds } from '../../../src/access/worlds.ts';
import type { Running } from '../../../src/server.ts';

/**
 * Runs a request at a node, with something else done right after its change of access is committed and before the
 * request goes on. Nothing else may be changed at the node meanwhile.
 */
export async function afterCommit<T>(
  node: Running,
  request: () => Promise<T>,
  meanwhile: () => Promise<unknown>,
): Promise<T> {
  const { parts } = node;
  const { access } = parts;
  let isCommitted = false;
  class Interrupted extends Access {
    override async change<A>(wanted: Wanted<A>): Promise<Done<A>> {
      const done = await super.change(wanted);
      isCommitted = true;
      await meanwhile();
      return done;
    }
  }
  parts.access = new Interrupted(parts.db, parts.worlds as Worlds, parts.logKeys);
  try {
    const given = await request();
    if (!isCommitted) throw new Error('the request has changed nothing');
    return given;
  } finally {
    parts.access = access;
  }
}
