import type { Change, Edge, Id } from '@coterie/kernel';
import type { Tx } from '../db.ts';
import { keptAs } from './kinds.ts';

/** As many rows as one statement takes: PostgreSQL has at most 65,535 parameters. */
const mostRows = 1000;

/** Writes changes to their tables, in order; a run of new or ended edges is one statement. */
export async function writeFacts(tx: Tx, org: Id, changes: readonly Change[]): Promise<void> {
  for (let start = 0; start < changes.length; ) {
    const run = runAt(changes, start);
    const [first] = run as [Change];
    const facts = run.map(({ before, after }) => (after ?? before) as Edge);
    await writers[wayOf(first)]({ tx, org, ...keptAs(first.kind) }, facts);
    start += run.length;
  }
}

type Way = 'add' | 'alter' | 'remove';
const wayOf = ({ before, after }: Change): Way =>
  before === null ? 'add' : after === null ? 'remove' : 'alter';

/** The change at `start`, and the edges after it where these and it are all added, or all removed. */
function runAt(changes: readonly Change[], start: number): Change[] {
  const run: Change[] = [];
  for (const change of changes.slice(start, start + mostRows)) {
    const [first = change] = run;
    const isEdge = first.kind === 'edge' && change.kind === 'edge';
    const isAlike = isEdge && wayOf(first) === wayOf(change) && wayOf(first) !== 'alter';
    if (change !== first && !isAlike) break;
    run.push(change);
  }
  return run;
}

type At = { tx: Tx; org: Id } & ReturnType<typeof keptAs>;

/** The three ways, for facts of one kind. */
const writers: Record<Way, (at: At, facts: readonly Edge[]) => Promise<void>> = {
  async add({ tx, org, table, kept }, facts) {
    const rows = facts.map((fact) => ({ org_id: org, id: fact.id, ...kept.toRow(fact) }));
    await tx.insertInto(table).values(rows).execute();
    for (const fact of facts) await kept.writeBeside?.(tx, org, fact, true);
  },
  async alter({ tx, org, table, kept }, facts) {
    for (const fact of facts) {
      const row = { ...kept.toRow(fact), ...(kept.isDated ? { updated_at: new Date() } : {}) };
      const rows = tx.updateTable(table).where('org_id', '=', org);
      await rows.where('id', '=', fact.id).set(row).execute();
      await kept.writeBeside?.(tx, org, fact, false);
    }
  },
  async remove({ tx, org, table, kept }, facts) {
    const ids = facts.map(({ id }) => id);
    for (const id of ids) await kept.leave?.(tx, org, id);
    await tx.deleteFrom(table).where('org_id', '=', org).where('id', 'in', ids).execute();
  },
};
