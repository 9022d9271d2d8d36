import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

/**
 * AES-256-GCM records: format (1 byte), key version (4), nonce (12), ciphertext, tag (16).
 * What a record belongs to is authenticated with it, so that a row copied elsewhere does not decrypt.
 */

const format = 1;
const headLength = 5;
const nonceLength = 12;
const tagLength = 16;

/** Ids that never change: organization, project, secret, version number, field, … in a fixed order. */
export type Belongs = readonly (string | number)[];

export class Undecryptable extends Error {
  constructor() {
    super('the stored record cannot be decrypted');
  }
}

export function seal(
  key: Buffer | KeyObject,
  keyVersion: number,
  plain: Buffer,
  belongs: Belongs,
): Buffer {
  const nonce = randomBytes(nonceLength);
  const head = Buffer.alloc(headLength);
  head.writeUInt8(format, 0);
  head.writeUInt32BE(keyVersion, 1);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(additional(head, belongs));
  return Buffer.concat([head, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Gives the plain bytes; refuses with one error, whatever is wrong with the record. */
export function open(key: Buffer | KeyObject, record: Buffer, belongs: Belongs): Buffer {
  if (record.length < headLength + nonceLength + tagLength || record.readUInt8(0) !== format)
    throw new Undecryptable();
  const nonce = record.subarray(headLength, headLength + nonceLength);
  // Without `authTagLength` Node would take a tag of four bytes.
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAAD(additional(record.subarray(0, headLength), belongs));
  decipher.setAuthTag(record.subarray(record.length - tagLength));
  try {
    const plain = decipher.update(
      record.subarray(headLength + nonceLength, record.length - tagLength),
    );
    // GCM holds nothing back: this checks the tag, and gives no more bytes.
    decipher.final();
    return plain;
  } catch {
    throw new Undecryptable();
  }
}

export const keyVersionOf = (record: Buffer): number => {
  if (record.length < headLength) throw new Undecryptable();
  return record.readUInt32BE(1);
};

/** Each part with its length before it, so that no two lists of parts give the same bytes. */
function additional(head: Buffer, belongs: Belongs): Buffer {
  const parts = belongs.map(String);
  let length = head.length;
  for (const part of parts) length += 4 + Buffer.byteLength(part);
  const bytes = Buffer.allocUnsafe(length);
  let end = head.copy(bytes);
  for (const part of parts) {
    const written = bytes.write(part, end + 4);
    bytes.writeUInt32BE(written, end);
    end += 4 + written;
  }
  return bytes;
}
