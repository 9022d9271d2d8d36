import type { Change, Id } from '@coterie/kernel';
import { type DeletedKind, dropDeleted, keepDeleted } from '../../../store/content/deleted.ts';
import type { Tx } from '../../../store/db.ts';
import type { Caller, Parts } from '../../parts.ts';

const day = 24 * 3600 * 1000;

/** Keeps a thing that is about to be deleted for as long as it can be brought back; keeps nothing where that is no time. */
export async function keep(
  { restoreDays, now }: Pick<Parts, 'restoreDays' | 'now'>,
  tx: Tx,
  caller: Caller,
  thing: {
    org: Id;
    id: Id;
    kind: DeletedKind;
    name: string;
    project: Id | null;
    changes?: readonly Change[];
  },
): Promise<void> {
  if (restoreDays === 0) return;
  const { org, project, changes = [], ...rest } = thing;
  await dropDeleted(tx, org, thing.id);
  await keepDeleted(tx, org, {
    ...rest,
    changes,
    project_id: project,
    deleted_at: new Date(now()),
    deleted_by: caller.principal,
    deleted_by_kind: caller.kind,
    expires_at: new Date(now() + restoreDays * day),
  });
}
