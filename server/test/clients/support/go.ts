import assert from 'node:assert/strict';

/** What a Go client makes of a field: null and absent become the zero value (wire contract, §1.9). */
type Kinds = {
  text: string;
  int: number;
  flag: boolean;
  time: string;
  id: string;
  list: unknown[];
  json: unknown;
};
export type Shape = Readonly<Record<string, keyof Kinds>>;
export type Decoded<S extends Shape> = { -readonly [K in keyof S]: Kinds[S[K]] };

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const lowerCaseUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const zeroTime = '0001-01-01T00:00:00Z';

const kinds: { [K in keyof Kinds]: { zero: Kinds[K]; read: (value: unknown) => Kinds[K] } } = {
  text: { zero: '', read: (value) => must(value, typeof value === 'string') },
  int: { zero: 0, read: (value) => must(value, Number.isInteger(value)) },
  flag: { zero: false, read: (value) => must(value, typeof value === 'boolean') },
  time: { zero: zeroTime, read: (value) => toSecond(must(value, rfc3339.test(String(value)))) },
  id: { zero: '', read: (value) => must(value, lowerCaseUuid.test(String(value))) },
  list: { zero: [], read: (value) => must(value, Array.isArray(value)) },
  json: { zero: null, read: (value) => value },
};

function must<T>(value: unknown, isRight: boolean): T {
  assert.ok(isRight, `a Go client cannot decode ${JSON.stringify(value)}`);
  return value as T;
}

/** A moment as a client that formats to the second compares it. */
export const toSecond = (time: string): string =>
  time.startsWith('0001-') ? zeroTime : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

/** The value at a path with dots, or undefined. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .filter(Boolean)
    .reduce(
      (found, key) =>
        typeof found === 'object' && found !== null
          ? (found as Record<string, unknown>)[key]
          : undefined,
      value,
    );

/** The fields of what stands under `wrapper`, decoded as Go does it; a wrong type fails. */
export function decode<S extends Shape>(body: unknown, wrapper: string, shape: S): Decoded<S> {
  const inner = at(body, wrapper);
  assert.ok(inner && typeof inner === 'object', `there is no \`${wrapper}\` in the answer`);
  const fields = Object.entries(shape).map(([path, kind]) => {
    const { zero, read } = kinds[kind];
    const value = at(inner, path);
    return [path, value === undefined || value === null ? zero : read(value)];
  });
  return Object.fromEntries(fields) as Decoded<S>;
}

/** The same for each of a list. */
export function decodeAll<S extends Shape>(body: unknown, path: string, shape: S): Decoded<S>[] {
  const list = at(body, path);
  assert.ok(Array.isArray(list), `there is no list \`${path}\` in the answer`);
  return list.map((one) => decode(one, '', shape));
}
