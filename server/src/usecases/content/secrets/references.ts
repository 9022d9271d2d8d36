/**
 * References in values: `${KEY}` in the same folder, `${env.KEY}` in the root of an environment, `${env.a.b.KEY}` in its
 * folder `/a/b`, `${@project-slug.env.a.KEY}` in another project. A name may have dots itself: `${A.B}` is the secret `A.B`
 * of the same folder if there is one. One that leads nowhere stays as it is written, and `\${` is a `${` that is none.
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
    if (text.startsWith('\\${', at)) {
      flush(at);
      plain = at + 1;
      at += 2;
    } else if (text[at] === '$' && text[at + 1] === '{' && open.length <= deepestName) {
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

/** What a reference may name, the first that is there counts; none when it has not the form of one. */
export function targetsOf(name: string): Target[] {
  const [first = '', ...rest] = name.split('.');
  if (first.startsWith('@')) {
    const [environment = '', ...below] = rest;
    return placesIn(environment, below).map((at) => ({
      kind: 'project',
      slug: first.slice(1),
      ...at,
    }));
  }
  if (name === '') return [];
  const elsewhere = placesIn(first, rest).map((at) => ({ kind: 'environment' as const, ...at }));
  return [{ kind: 'local', key: name }, ...elsewhere];
}

/** Every way to read segments as folders and then a key, which may have dots itself: the longest path first. */
function placesIn(environment: string, segments: readonly string[]) {
  if (!segment.test(environment)) return [];
  const found: { environment: string; path: string; key: string }[] = [];
  for (let folders = segments.length - 1; folders >= 0; folders--) {
    const path = segments.slice(0, folders);
    const key = segments.slice(folders).join('.');
    if (key !== '' && path.every((one) => segment.test(one)))
      found.push({ environment, path: `/${path.join('/')}`, key });
  }
  return found;
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

/** A value with its references replaced, and those that could not be, as they are written there. */
export type Expanded = { value: string; unresolved: readonly string[] };

/** Replaces references. What is a circle, too deep, too many or too long stays as it is written. */
export async function expand(id: string, value: string, at: Place, find: Find): Promise<Expanded> {
  const unresolved = new Set<string>();
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
    const found = chain.length > deepest ? null : await first(targetsOf(name), place);
    room -= found?.value.length ?? 0;
    if (!found || chain.includes(found.id) || room < 0) {
      unresolved.add(`\${${name}}`);
      return `\${${name}}`;
    }
    return found.at ? resolve(parse(found.value), found.at, [...chain, found.id]) : found.value;
  };
  const first = async (targets: readonly Target[], place: Place): Promise<Found | null> => {
    for (const target of targets) {
      if (left-- <= 0) return null;
      const found = await find(target, place);
      if (found) return found;
    }
    return null;
  };
  return { value: await resolve(parse(value), at, [id]), unresolved: [...unresolved] };
}
