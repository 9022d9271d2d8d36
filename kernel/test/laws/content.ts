import fc, { type Arbitrary } from 'fast-check';
import { type Content, type ContentAct, placeOf, the, thingsIn } from '../../spec/content.ts';
import type { Command, Id } from '../../src/index.ts';
import { projects } from '../worlds.ts';

/** Environments, folders, tags and secrets that rules of `rules.ts` often speak of. */

const among = fc.constantFrom<string[]>;
const slugs = ['dev', 'prod', 'qa'];
const tops = ['/api', '/prod', '/open'];
const names = ['TOKEN', 'DB_URL', 'PUBLIC'];
const tagSlugs = ['red', 'green', 'plain'];

/** The same few things in each of two projects, secrets in every folder. */
export const contents: Arbitrary<Content> = fc
  .array(fc.tuple(among(...names), fc.subarray([0, 1])), { minLength: 8, maxLength: 8 })
  .map((drawn) => {
    const own = projects.slice(0, 2);
    const environments = own.flatMap((project) =>
      ['dev', 'prod'].map((slug) => ({ id: `${project}/${slug}`, project, slug })),
    );
    const tags = own.flatMap((project) =>
      ['red', 'green'].map((slug) => ({ id: `${project} ${slug}`, project, slug })),
    );
    const folders = environments.flatMap(({ id: environment }) =>
      ['/api', '/api/x', '/prod'].map((path) => ({
        id: `${environment}:${path}`,
        environment,
        path,
      })),
    );
    const secrets = folders.map((folder, n) => {
      const [name, worn] = drawn[n % drawn.length] as [string, number[]];
      const { project } = the(environments, folder.environment);
      const ofProject = tags.filter((tag) => tag.project === project);
      return {
        id: `secret in ${folder.id}`,
        folder: folder.id,
        name,
        tags: worn.flatMap((one) => ofProject[one]?.id ?? []),
      };
    });
    return { environments, folders, tags, secrets };
  });

/** What is wanted of the nth thing of a kind. */
export type WantedAct = { kind: ContentAct['act']; nth: number; word: number; worn: boolean[] };
export const contentActs: Arbitrary<WantedAct> = fc.record({
  kind: fc.constantFrom(
    'rename environment' as const,
    'rename folder' as const,
    'change secret' as const,
    'rename tag' as const,
    'delete tag' as const,
  ),
  nth: fc.nat(40),
  word: fc.nat(2),
  worn: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
});

const at = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(all.length, 1)];

/** The act turned to what is there, and as the kernel is asked for it; undefined where something has that name. */
export function aimedAct(
  content: Content,
  { kind, nth, word, worn }: WantedAct,
): { act: ContentAct; command: Command } | undefined {
  switch (kind) {
    case 'rename environment': {
      const it = at(content.environments, nth);
      const slug = at(slugs, word) ?? '';
      const isTaken = content.environments.some(
        (one) => one.project === it?.project && one.slug === slug,
      );
      if (!it || isTaken) return undefined;
      return {
        act: { act: kind, id: it.id, slug },
        command: {
          do: 'environment.rename',
          project: it.project,
          environment: it.slug,
          slug,
        },
      };
    }
    case 'rename folder':
      return aimedRename(content, nth, word);
    case 'change secret':
      return aimedChange(content, nth, word, worn);
    case 'rename tag': {
      const it = at(content.tags, nth);
      const slug = at(tagSlugs, word) ?? '';
      if (!it || content.tags.some((one) => one.project === it.project && one.slug === slug))
        return undefined;
      return {
        act: { act: kind, id: it.id, slug },
        command: { do: 'tag.rename', project: it.project, tag: it.slug, slug },
      };
    }
    case 'delete tag': {
      const it = at(content.tags, nth);
      return (
        it && {
          act: { act: kind, id: it.id },
          command: { do: 'tag.delete', project: it.project, tag: it.slug },
        }
      );
    }
  }
}

function aimedRename(content: Content, nth: number, word: number) {
  const folder = at(content.folders, nth);
  if (!folder) return undefined;
  const parent = folder.path.slice(0, folder.path.lastIndexOf('/'));
  const path = parent + (at(tops, word) ?? '');
  const isTaken = content.folders.some(
    (one) => one.environment === folder.environment && one.path === path,
  );
  if (isTaken) return undefined;
  const { project, attributes } = placeOf(content, folder.id);
  const environment = String(attributes.environment);
  return {
    act: { act: 'rename folder' as const, id: folder.id, path },
    command: { do: 'folder.rename' as const, project, environment, path: folder.path, to: path },
  };
}

function aimedChange(content: Content, nth: number, word: number, worn: boolean[]) {
  const secret = at(content.secrets, nth);
  if (!secret) return undefined;
  const name = at(names, word) ?? '';
  const { project } = placeOf(content, secret.folder);
  const tags = content.tags
    .filter((tag) => tag.project === project)
    .filter((_, n) => worn[n])
    .map(({ id }) => id);
  const extent = (one: Content) => {
    const { environment, secretPath, secretName, secretTags } = attributesNow(one, secret.id);
    return {
      environment: String(environment),
      secretPath: String(secretPath),
      secretName: String(secretName),
      secretTags: secretTags as string[],
    };
  };
  const act = { act: 'change secret' as const, id: secret.id, name, tags };
  const after = {
    ...content,
    secrets: content.secrets.map((one) => (one.id === secret.id ? { ...one, name, tags } : one)),
  };
  return {
    act,
    command: { do: 'secret.change' as const, project, was: extent(content), is: extent(after) },
  };
}

const attributesNow = (content: Content, id: Id) => the(thingsIn(content), id).attributes;
