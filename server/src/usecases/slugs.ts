import { randomBytes } from 'node:crypto';

/** A slug from a name: lower case, hyphens, at least five characters, at most 60. */
export function slugFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return plain.length >= 5 ? plain : `${plain || 'group'}-${randomBytes(2).toString('hex')}`;
}

/** The same with a few random characters behind, for when the plain one is taken. */
export const freshSlug = (name: string): string =>
  `${slugFrom(name).slice(0, 55)}-${randomBytes(2).toString('hex')}`;
