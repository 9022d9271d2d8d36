import { randomUUID } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';

/** An organization admin makes itself admin of a project, on the record. */
export async function takeProject(
  parts: Pick<Parts, 'access' | 'now'>,
  caller: Caller,
  project: Id,
): Promise<void> {
  await parts.access.change({
    org: orgOf(caller),
    by: changer(caller),
    at: parts.now(),
    commands: [{ do: 'project.take', project, grant: randomUUID(), membership: randomUUID() }],
  });
}
