import {
  createPrivateKey,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { open, seal } from './envelope.ts';

/** The instance's root key: 32 bytes that wrap each organization's key and never leave the process. */
export class RootKey {
  readonly #bytes: Buffer;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  wrap(key: Buffer, organization: string, version: number): Buffer {
    return seal(this.#bytes, 0, key, ['organization-key', organization, version]);
  }

  unwrap(record: Buffer, organization: string, version: number): Buffer {
    return open(this.#bytes, record, ['organization-key', organization, version]);
  }

  /** A record that opens only under this key, kept in the database so that a wrong key is noticed at start. */
  checkRecord(): Buffer {
    return seal(this.#bytes, 0, Buffer.from('coterie'), ['root-key-check']);
  }

  opens(checkRecord: Buffer): boolean {
    try {
      return open(this.#bytes, checkRecord, ['root-key-check']).toString() === 'coterie';
    } catch {
      return false;
    }
  }

  /**
   * A key of its own for another purpose, such as the access log's chain. 32 bytes. RFC 5869. Not as bytes: these Node
   * would make a key of for each HMAC, which takes many times as long as the HMAC.
   */
  derive(purpose: string): KeyObject {
    const bytes = hkdfSync('sha256', this.#bytes, Buffer.alloc(0), `coterie/${purpose}`, 32);
    return createSecretKey(Buffer.from(bytes));
  }

  /** An Ed25519 key of its own for signing. RFC 8410: its PKCS #8 form is a fixed head and the 32 bytes. */
  deriveSigner(purpose: string): KeyObject {
    const bytes = hkdfSync('sha256', this.#bytes, Buffer.alloc(0), `coterie/${purpose}`, 32);
    const head = Buffer.from('302e020100300506032b657004220420', 'hex');
    const key = Buffer.concat([head, Buffer.from(bytes)]);
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  }
}

/** Reads 32 bytes as 64 hexadecimal digits or as base64; refuses anything else. */
export function parseRootKey(text: string): RootKey {
  const trimmed = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed)
    ? Buffer.from(trimmed, 'hex')
    : Buffer.from(trimmed, 'base64');
  if (bytes.length !== 32)
    throw new Error('expected a root key of 32 bytes, as 64 hexadecimal digits or as base64');
  return new RootKey(bytes);
}

export const rootKeyFile = (dataDir: string): string => join(dataDir, 'root.key');

/** The key file's key, or null when there is none. */
export function readRootKey(dataDir: string): RootKey | null {
  const file = rootKeyFile(dataDir);
  if (!existsSync(file)) return null;
  try {
    return parseRootKey(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BadRootKey(
      `the root key file ${file} cannot be used: ${(error as Error).message}.\nPut the right one back. Nothing was changed.`,
    );
  }
}

/** The key file is there and is no key. */
export class BadRootKey extends Error {}

/** Whether others on this machine can read the key file. */
export function isKeyOpen(dataDir: string): boolean {
  const file = rootKeyFile(dataDir);
  return process.platform !== 'win32' && existsSync(file) && (statSync(file).mode & 0o077) !== 0;
}

/** Makes the key file, readable by its owner alone. Never replaces one: of two makers at once the first wins. */
export function makeRootKey(dataDir: string): RootKey {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = rootKeyFile(dataDir);
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  writeSync(handle, `${randomBytes(32).toString('hex')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return parseRootKey(readFileSync(file, 'utf8'));
}
