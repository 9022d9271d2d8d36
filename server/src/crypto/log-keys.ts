import { createHash, createHmac, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { RootKey } from './root-key.ts';

export type LogName = 'access' | 'trail';
/** One entry as it stands in a log: its place, its moment, and its text, byte for byte. */
export type Line = { position: number; at: Date; entry: string };
/** How far a log had come at a moment. */
export type Point = { log: LogName; position: number; digest: Buffer; at: Date };
export type Checkpoint = Point & { signature: Buffer };

/** The digest before the first entry. */
export const noDigest: Buffer = Buffer.alloc(32);

/** A chain that needs no key: each digest is of the one before and of the entry. */
export const digestAfter = (before: Buffer, org: string, line: Line): Buffer =>
  createHash('sha256').update(before).update(textOf(org, line)).digest();

const textOf = (org: string, { position, at, entry }: Line): string =>
  `${org}\n${position}\n${at.toISOString()}\n${entry}`;
const pointText = (org: string, { log, position, digest, at }: Point): Buffer =>
  Buffer.from(
    `coterie checkpoint\n${org}\n${log}\n${position}\n${digest.toString('hex')}\n${at.toISOString()}`,
  );

/** What the logs are sealed with; none of it is in the database. */
export class LogKeys {
  /** Chains the access log, entry by entry. */
  readonly chain: KeyObject;
  readonly #head: KeyObject;
  readonly #entry: KeyObject;
  readonly #signer: KeyObject;
  /** Checks checkpoints without the root key: base64 of its SPKI form. */
  readonly publicKey: string;

  constructor(rootKey: RootKey) {
    this.chain = rootKey.derive('access-log');
    this.#head = rootKey.derive('access-log-head');
    this.#entry = rootKey.derive('trail');
    this.#signer = rootKey.deriveSigner('checkpoints');
    this.publicKey = createPublicKey(this.#signer)
      .export({ type: 'spki', format: 'der' })
      .toString('base64');
  }

  headMac(org: string, version: number, hash: Buffer): Buffer {
    return createHmac('sha256', this.#head).update(`${org}\n${version}\n`).update(hash).digest();
  }

  entryMac(org: string, at: Date, accessVersion: number, entry: string): Buffer {
    return createHmac('sha256', this.#entry)
      .update(`${org}\n${accessVersion}\n${at.toISOString()}\n`)
      .update(entry)
      .digest();
  }

  sign(org: string, point: Point): Checkpoint {
    return { ...point, signature: sign(null, pointText(org, point), this.#signer) };
  }
}

/** Whether a checkpoint is one that the holder of this public key's secret made. */
export const isSigned = (publicKey: string, org: string, checkpoint: Checkpoint): boolean =>
  verify(
    null,
    pointText(org, checkpoint),
    createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
    checkpoint.signature,
  );
