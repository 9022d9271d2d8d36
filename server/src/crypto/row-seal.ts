import { createHmac, type KeyObject } from 'node:crypto';
import { sameHash } from './tokens.ts';

/** What a secret is, beside its value: where it stands, what it is called, whose it is, and what is kept with it. */
export type Bound = {
  org: string;
  id: string;
  project: string;
  environment: string;
  folder: string;
  key: string;
  owner: string | null;
  version: number;
  metadata: readonly {
    key: string;
    value: string;
    isEncrypted: boolean;
    counter?: number | undefined;
  }[];
};

/** Binds a row by a key outside the database, so that one rolled back, moved, renamed or rearranged there is found. */
export const sealRow = (key: KeyObject, { metadata, ...row }: Bound): Buffer =>
  createHmac('sha256', key)
    .update(
      JSON.stringify([
        row.org,
        row.id,
        row.project,
        row.environment,
        row.folder,
        row.key,
        row.owner,
        row.version,
        ...metadata.map((one) => [one.key, one.value, one.isEncrypted, one.counter ?? 0]),
      ]),
    )
    .digest();

/** A row that does not match what was written: it is shown to nobody. */
export class RowAltered extends Error {
  constructor(id: string) {
    super(
      `the row of the secret \`${id}\` in the database does not match what was written; it was changed from outside, and is not served. Restore it from a backup, or delete the folder that it stands in`,
    );
  }
}

/** Throws RowAltered unless the row is as it was sealed. */
export function checkRow(key: KeyObject, row: Bound, mac: Buffer | null): void {
  if (mac === null || !sameHash(mac, sealRow(key, row))) throw new RowAltered(row.id);
}

/** Stands for what a value refers to in an index of references, so that who reads the database alone learns nothing of values. */
export const referenceMark = (key: KeyObject, of: readonly string[]): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify(['reference', ...of]))
    .digest()
    .subarray(0, 16);
