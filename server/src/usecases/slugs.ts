import { randomBytes } from 'node:crypto';
import { slugOf } from '@coterie/kernel';

/** A slug from a name, of at least five characters; `thing` is what it is called where nothing of the name is left. */
export function slugFrom(name: string, thing: string): string {
  const plain = slugOf(name);
  return plain.length >= 5 ? plain : `${plain || thing}-${randomBytes(2).toString('hex')}`;
}

/** The same with a few random characters behind, for when the plain one is taken. */
export const freshSlug = (name: string, thing: string): string =>
  `${slugFrom(name, thing).slice(0, 55)}-${randomBytes(2).toString('hex')}`;
