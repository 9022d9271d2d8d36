/**
 * What the rules of a project are about, as plainly as it can be said: every thing has an id, and what rules look at is
 * read off where it stands. Acts on content change where and what things are; what anyone may do to an id follows.
 */
import type { Id } from '../src/facts.ts';
import type { Attributes } from './conditions.ts';

export type Content = {
  environments: readonly { id: Id; project: Id; slug: string }[];
  folders: readonly { id: Id; environment: Id; path: string }[];
  tags: readonly { id: Id; project: Id; slug: string }[];
  secrets: readonly { id: Id; folder: Id; name: string; tags: readonly Id[] }[];
};

/** A thing by its id, with what rules look at of it now. */
export type ThingNow = { id: Id; project: Id; subject: string; attributes: Attributes };

/** Every folder and secret as it is. */
export const thingsIn = (content: Content): ThingNow[] => [
  ...content.folders.map((folder) => ({
    id: folder.id,
    subject: 'secret-folders',
    ...placeOf(content, folder.id),
  })),
  ...content.secrets.map((secret) => {
    const { project, attributes } = placeOf(content, secret.folder);
    const secretTags = content.tags
      .filter(({ id }) => secret.tags.includes(id))
      .map(({ slug }) => slug);
    return {
      id: secret.id,
      subject: 'secrets',
      project,
      attributes: { ...attributes, secretName: secret.name, secretTags },
    };
  }),
];

export function placeOf(content: Content, folder: Id): { project: Id; attributes: Attributes } {
  const { environment, path } = the(content.folders, folder);
  const { project, slug } = the(content.environments, environment);
  return { project, attributes: { environment: slug, secretPath: path } };
}

/** An act on content, by id. */
export type ContentAct =
  | { act: 'rename environment'; id: Id; slug: string }
  | { act: 'rename folder'; id: Id; path: string }
  | { act: 'change secret'; id: Id; name: string; tags: readonly Id[] }
  | { act: 'rename tag'; id: Id; slug: string }
  | { act: 'delete tag'; id: Id };

/** The content after an act; what lies below a folder goes with it. */
export function afterAct(content: Content, act: ContentAct): Content {
  switch (act.act) {
    case 'rename environment':
      return {
        ...content,
        environments: replaced(content.environments, act.id, { slug: act.slug }),
      };
    case 'rename folder': {
      const { environment, path } = the(content.folders, act.id);
      const folders = content.folders.map((one) =>
        one.environment === environment && isAtOrBelow(one.path, path)
          ? { ...one, path: act.path + one.path.slice(path.length) }
          : one,
      );
      return { ...content, folders };
    }
    case 'change secret':
      return {
        ...content,
        secrets: replaced(content.secrets, act.id, { name: act.name, tags: act.tags }),
      };
    case 'rename tag':
      return { ...content, tags: replaced(content.tags, act.id, { slug: act.slug }) };
    case 'delete tag':
      return {
        ...content,
        tags: content.tags.filter(({ id }) => id !== act.id),
        secrets: content.secrets.map((one) => ({
          ...one,
          tags: one.tags.filter((id) => id !== act.id),
        })),
      };
  }
}

const isAtOrBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

const replaced = <T extends { id: Id }>(all: readonly T[], id: Id, given: Partial<T>): T[] =>
  all.map((one) => (one.id === id ? { ...one, ...given } : one));

export function the<T extends { id: Id }>(all: readonly T[], id: Id): T {
  const found = all.find((one) => one.id === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}
