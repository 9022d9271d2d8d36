import { type Answer, access } from '@coterie/contract';
import type { Target } from '../import/target.ts';

export type Page = Answer<typeof access.exportAccessLog>;

/** Both logs of an organization as lines of JSON, each as the server gives it: whose they are, entries, checkpoints. */
export async function* exported(target: Target): AsyncGenerator<string> {
  for (const log of ['access', 'trail'] as const) {
    let after = 0;
    for (;;) {
      const page: Page = await target.call(access.exportAccessLog, { query: { log, after } });
      const { organization, publicKey, lines, checkpoints } = page;
      if (after === 0) yield JSON.stringify({ organization, publicKey, log });
      for (const line of lines) yield JSON.stringify({ log, ...line });
      for (const checkpoint of checkpoints) yield JSON.stringify(checkpoint);
      const last = lines.at(-1);
      if (!last) break;
      after = last.position;
    }
  }
}
