import { NotProven } from './proof.ts';

/** What stands between commas, without what is empty. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Whether a text meets a pattern, in which `*` stands for any characters, none included. Time: the text's length. */
export function meets(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

export const meetsOne = (patterns: string, text: string): boolean =>
  listOf(patterns).some((pattern) => meets(pattern, text));

/** The claim of that name, or, where there is none, the one that its dots lead to. */
function claimOf(claims: object, name: string): unknown {
  if (Object.hasOwn(claims, name)) return Reflect.get(claims, name);
  let found: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part))
      return undefined;
    found = Reflect.get(found, part);
  }
  return found;
}

/** Texts that a claim's value may be compared as; of a list, any. */
const textsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap((one) => (Array.isArray(one) ? [] : textsOf(one)))
    : ['string', 'number', 'boolean'].includes(typeof value)
      ? [String(value)]
      : [];

const shown = (text: string): string => `\`${text.slice(0, 120)}\``;

/** Throws NotProven unless the subject and each bound claim are among those allowed. The claims are verified already. */
export function mustMeet(
  claims: { sub?: string | undefined },
  { boundSubject, boundClaims }: { boundSubject: string; boundClaims: Record<string, string> },
): void {
  if (boundSubject !== '' && !meetsOne(boundSubject, claims.sub ?? ''))
    throw new NotProven(`the subject is ${shown(claims.sub ?? '')}, which is not the bound one`);
  for (const [name, allowed] of Object.entries(boundClaims)) {
    const values = textsOf(claimOf(claims, name));
    if (!values.some((value) => meetsOne(allowed, value)))
      throw new NotProven(
        values.length === 0
          ? `there is no claim ${shown(name)}`
          : `the claim ${shown(name)} is ${shown(values.join(', '))}, which is not among the bound ones`,
      );
  }
}

/** Throws NotProven unless no list is given, or the value is in it. */
export function mustBeListed(what: string, list: string, value: unknown): void {
  const allowed = listOf(list);
  if (allowed.length === 0 || (typeof value === 'string' && allowed.includes(value))) return;
  throw new NotProven(`the ${what} is ${shown(String(value ?? ''))}, which is not allowed`);
}
