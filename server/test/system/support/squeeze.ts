import type { Running } from '../../../src/server.ts';

/** As many as a node's pool has, less two. */
const taken = 18;

/**
 * Takes nearly all of a node's database connections, so that its requests wait for each other between their
 * statements, as on a busy day. Gives what hands them back.
 */
export async function squeeze({ parts }: Running): Promise<() => Promise<void>> {
  const released = Promise.withResolvers<void>();
  const held: Promise<void>[] = [];
  for (let count = 0; count < taken; count++) {
    const holding = Promise.withResolvers<void>();
    held.push(
      parts.db.connection().execute(async () => {
        holding.resolve();
        await released.promise;
      }),
    );
    await holding.promise;
  }
  return async () => {
    released.resolve();
    await Promise.all(held);
  };
}
