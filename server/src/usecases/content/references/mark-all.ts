import type { Id } from '@coterie/kernel';
import { RowAltered } from '../../../crypto/row-seal.ts';
import { secretsAfter } from '../../../store/content/secrets.ts';
import { inTransaction } from '../../../store/db.ts';
import { lockInstance, noteReferencesMarked } from '../../../store/instance.ts';
import type { Parts } from '../../parts.ts';
import { openValue } from '../secrets/show.ts';
import { noteReferences } from './marks.ts';

const page = 1000;

/** A row that was changed from outside refers to nothing: it is not served either. */
function unlessAltered(error: unknown): string {
  if (error instanceof RowAltered) return '';
  throw error;
}

/** Notes what the values refer to that were written before this was noted. Once on an instance. */
export async function markReferences(parts: Pick<Parts, 'db' | 'keyring'>): Promise<void> {
  for (let after: Id | undefined; ; ) {
    const last = await inTransaction(parts.db, async (tx) => {
      if ((await lockInstance(tx))?.references_marked_at) return undefined;
      const rows = await secretsAfter(tx, after, page);
      for (const { org_id: org, ...row } of rows) {
        const value = await openValue({ ...parts, db: tx }, org, row).catch(unlessAltered);
        if (value.includes('${')) await noteReferences({ ...parts, tx, view: { org } }, row, value);
      }
      if (rows.length < page) await noteReferencesMarked(tx);
      return rows.length < page ? undefined : rows.at(-1)?.id;
    });
    if (last === undefined) return;
    after = last;
  }
}
