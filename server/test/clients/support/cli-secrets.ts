import { at, type decode, decodeAll } from './go.ts';

const secret = {
  _id: 'id',
  version: 'int',
  workspace: 'id',
  type: 'text',
  environment: 'text',
  secretKey: 'text',
  secretValue: 'text',
  secretComment: 'text',
  secretPath: 'text',
  skipMultilineEncoding: 'flag',
} as const;
export type Listed = ReturnType<typeof decode<typeof secret>> & { tags: string[] };

/** The secrets of a listing with their tags, as the client decodes them. */
export const secretsIn = (body: unknown): Listed[] =>
  decodeAll(body, 'secrets', secret).map((one, index) => ({
    ...one,
    tags: decodeAll(body, `secrets.${index}.tags`, { slug: 'text' }).map(({ slug }) => slug),
  }));

/** Key and value of each secret as a program gets them: imports from the last to the first, own ones before all. */
export function merged(body: unknown): Record<string, string> {
  const all = new Map(secretsIn(body).map((one) => [one.secretKey, one.secretValue]));
  const blocks = at(body, 'imports');
  for (const block of (Array.isArray(blocks) ? blocks : []).toReversed())
    for (const { secretKey, secretValue } of decodeAll(block, 'secrets', {
      id: 'id',
      secretKey: 'text',
      secretValue: 'text',
    }))
      if (!all.has(secretKey)) all.set(secretKey, secretValue);
  return Object.fromEntries(all);
}

/** What the client keeps of the secrets that its user asked to see by `--tags`. */
export const tagged = (listed: readonly Listed[], slugs: readonly string[]): Listed[] =>
  listed.filter(({ tags }) => tags.some((slug) => slugs.includes(slug)));
