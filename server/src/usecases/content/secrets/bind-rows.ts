import { setMac, unboundSecrets } from '../../../store/content/secrets.ts';
import { inTransaction } from '../../../store/db.ts';
import { lockInstance, noteRowsBound } from '../../../store/instance.ts';
import { sealHeads } from '../../../store/log/log.ts';
import type { Parts } from '../../parts.ts';
import { macOf } from './bound.ts';

const page = 1000;

/**
 * Binds the rows of secrets and the heads of logs that were written before these were bound. Once on an instance: a row without a MAC that is
 * found later is one that was changed from outside.
 */
export async function bindRows(parts: Pick<Parts, 'db' | 'keyring' | 'logKeys'>): Promise<void> {
  for (;;) {
    const left = await inTransaction(parts.db, async (tx) => {
      if ((await lockInstance(tx))?.rows_bound_at) return 0;
      const rows = await unboundSecrets(tx, page);
      for (const row of rows) {
        const bindable = { ...row, newest_key: row.key, newest_version: row.version };
        await setMac(tx, row.org_id, row.id, macOf(parts, row.org_id, bindable));
      }
      if (rows.length < page) {
        await sealHeads(tx, parts.logKeys);
        await noteRowsBound(tx);
      }
      return rows.length;
    });
    if (left < page) return;
  }
}
