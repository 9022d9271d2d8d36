/**
 * References in values: `${KEY}` in the same folder, `${env.KEY}` in the root of an environment, `${env.a.b.KEY}` in its
 * folder `/a/b`, `${@project-slug.env.a.KEY}` in another project. One that leads nowhere stays as it is written.
 */
export type Target =
  | { kind: 'local'; key: string }
  | { kind: 'environment'; environment: string; path: string; key: string }
  | { kind: 'project'; slug: string; environment: string; path: string; key: string };

/** A text with references in it; a reference's name may itself have references in it. */
export type Parsed = readonly (string | { reference: Parsed })[];

type Parts = (string | { reference: Parsed })[];
/** As deep as references stand within the names of others. */
const deepestName = 10;

/** Takes a text apart, in one pass. A `${` that is never closed is text. */
export function parse(text: string): Parsed {
  const open: Parts[] = [[]];
  const top = () => open[open.length - 1] as Parts;
  let plain = 0;
  const flush = (end: number) => {
    if (end > plain) top().push(text.slice(plain, end));
  };
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '$' && text[at + 1] === '{' && open.length <= deepestName) {
      flush(at);
      open.push([]);
      plain = at + 2;
      at++;
    } else if (text[at] === '}' && open.length > 1) {
      flush(at);
      const reference = open.pop() as Parts;
      top().push({ reference });
      plain = at + 1;
    }
  }
  flush(text.length);
  for (let inner = open.pop(); inner; inner = open.pop()) {
    if (open.length === 0) return inner;
    top().push('${', ...inner);
  }
  return [];
}

const segment = /^[A-Za-z0-9_-]+$/;

/** What a reference names; null when it has not the form of one. */
export function targetOf(name: string): Target | null {
  const [first = '', ...rest] = name.split('.');
  const key = rest.at(-1);
  if (key === undefined) return first === '' ? null : { kind: 'local', key: first };
  const folders = rest.slice(0, -1);
  if (key === '') return null;
  if (!first.startsWith('@')) {
    if (![first, ...folders].every((one) => segment.test(one))) return null;
    return { kind: 'environment', environment: first, path: `/${folders.join('/')}`, key };
  }
  const [environment, ...path] = folders;
  if (environment === undefined || ![environment, ...path].every((one) => segment.test(one)))
    return null;
  return { kind: 'project', slug: first.slice(1), environment, path: `/${path.join('/')}`, key };
}

/** Where a value stands: a reference to a bare key is looked for there. */
export type Place = { project: string; environment: string; path: string };
/** A value found; `at` is null when its own references are not followed. */
export type Found = { id: string; value: string; at: Place | null };
export type Find = (target: Target, at: Place) => Promise<Found | null>;

/** As deep as references are followed, as many as one value may lead to, and as long as it may become (characters). */
const deepest = 10;
const most = 1000;
const longest = 4 * 1024 * 1024;

/** A value with its references replaced. What is a circle, too deep, too many or too long stays as it is written. */
export async function expand(id: string, value: string, at: Place, find: Find): Promise<string> {
  let left = most;
  let room = longest;
  const resolve = async (
    parts: Parsed,
    place: Place,
    chain: readonly string[],
  ): Promise<string> => {
    let text = '';
    for (const part of parts)
      text += typeof part === 'string' ? part : await replaced(part.reference, place, chain);
    return text;
  };
  const replaced = async (
    reference: Parsed,
    place: Place,
    chain: readonly string[],
  ): Promise<string> => {
    const name = await resolve(reference, place, chain);
    const written = `\${${name}}`;
    const target = targetOf(name);
    if (!target || chain.length > deepest || left-- <= 0) return written;
    const found = await find(target, place);
    if (!found || chain.includes(found.id)) return written;
    room -= found.value.length;
    if (room < 0) return written;
    return found.at ? resolve(parse(found.value), found.at, [...chain, found.id]) : found.value;
  };
  return resolve(parse(value), at, [id]);
}
