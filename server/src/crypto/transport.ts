import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { RootKey } from './root-key.ts';

/**
 * The encryption that older clients expect of a service token (wire contract, §2.4): AES-256-GCM whose key is the 32
 * letters of 16 bytes in hex, with a nonce of 16 bytes. It is theirs; what protects a value on its way is TLS.
 */
export type Sealed = { ciphertext: string; iv: string; tag: string };

/** The two keys of a service token: that of its texts, and that which it ends with and under which the first is sent. */
export function transportKeys(rootKey: RootKey, id: string): { texts: string; own: string } {
  const key = rootKey.derive(`service-token/${id}`);
  const part = (name: string) =>
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), name, 16)).toString('hex');
  return { texts: part('texts'), own: part('own') };
}

export function sealText(key: string, plain: string): Sealed {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return {
    ciphertext: ciphertext.toString('base64'),
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
}

/** The text, or null when it was sealed under another key or changed since. */
export function openText(key: string, { ciphertext, iv, tag }: Sealed): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'), {
      authTagLength: 16,
    });
    decipher.setAuthTag(Buffer.from(tag, 'base64'));
    const parts = [decipher.update(Buffer.from(ciphertext, 'base64')), decipher.final()];
    return Buffer.concat(parts).toString('utf8');
  } catch {
    return null;
  }
}
