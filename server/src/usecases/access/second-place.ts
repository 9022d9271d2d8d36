import { existsSync, mkdirSync } from 'node:fs';
import { appendFile, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LogName } from '../../crypto/log-keys.ts';
import type { StoredCheckpoint } from '../../store/log/checkpoints.ts';

/** A checkpoint as it stands in the file, in the log stream and in an export. */
export type WrittenCheckpoint = {
  organization: string;
  log: 'access' | 'trail';
  position: number;
  digest: string;
  at: string;
  signature: string;
};

export const written = (one: StoredCheckpoint): WrittenCheckpoint => ({
  organization: one.org,
  log: one.log,
  position: one.position,
  digest: one.digest.toString('hex'),
  at: one.at.toISOString(),
  signature: one.signature.toString('base64'),
});

const readBack = (one: WrittenCheckpoint): StoredCheckpoint => ({
  org: one.organization,
  log: one.log,
  position: one.position,
  digest: Buffer.from(one.digest, 'hex'),
  at: new Date(one.at),
  signature: Buffer.from(one.signature, 'base64'),
});

/** Where checkpoints are kept outside the database: a file that is only ever appended to, and the log stream. */
export class SecondPlace {
  readonly file: string;
  readonly #say: (checkpoint: WrittenCheckpoint) => void;
  readonly #known = new Set<string>();
  readonly #newest = new Map<string, StoredCheckpoint>();
  #isRead = false;

  constructor(file: string, say: (checkpoint: WrittenCheckpoint) => void) {
    this.file = file;
    this.#say = say;
  }

  /** Keeps those that are not here yet; on the disk when this comes back. */
  async keep(checkpoints: readonly StoredCheckpoint[]): Promise<void> {
    await this.#read();
    const fresh = checkpoints.filter((one) => !this.#known.has(nameOf(one)));
    if (fresh.length === 0) return;
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
    const lines = fresh.map((one) => `${JSON.stringify(written(one))}\n`).join('');
    await appendFile(this.file, lines, { mode: 0o600 });
    const handle = await open(this.file, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    for (const one of fresh) {
      this.#note(one);
      this.#say(written(one));
    }
  }

  /** The newest of a log that this node knows to be here. */
  async newest(org: string, log: LogName): Promise<StoredCheckpoint | undefined> {
    await this.#read();
    return this.#newest.get(`${org} ${log}`);
  }

  async #read(): Promise<void> {
    if (this.#isRead) return;
    for (const one of await this.all()) this.#note(one);
    this.#isRead = true;
  }

  #note(one: StoredCheckpoint): void {
    this.#known.add(nameOf(one));
    const log = `${one.org} ${one.log}`;
    if (one.position > (this.#newest.get(log)?.position ?? 0)) this.#newest.set(log, one);
  }

  /** All that are in the file; a line that was cut off while it was written is none. */
  async all(): Promise<StoredCheckpoint[]> {
    if (!existsSync(this.file)) return [];
    return (await readFile(this.file, 'utf8')).split('\n').flatMap((line) => {
      try {
        return line === '' ? [] : [readBack(JSON.parse(line) as WrittenCheckpoint)];
      } catch {
        return [];
      }
    });
  }
}

const nameOf = ({ org, log, position, digest }: StoredCheckpoint): string =>
  `${org} ${log} ${position} ${digest.toString('hex')}`;
