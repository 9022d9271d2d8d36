import type { Field, Kind } from './fields.ts';

/** What stands in the fields, by their names. */
export type Typed = Readonly<Record<string, string>>;
type Settings = Readonly<Record<string, unknown>>;

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const everywhere = ['0.0.0.0/0', '::/0'];
const isEverywhere = (networks: readonly string[]): boolean =>
  networks.length === everywhere.length && everywhere.every((one) => networks.includes(one));
const networkOf = ({ ipAddress, prefix }: { ipAddress: string; prefix?: number }): string =>
  prefix === undefined ? ipAddress : `${ipAddress}/${prefix}`;

/** `name = value`, one a line; what has no sign between is a name without a value. */
function claimsOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...value] = line.split('=');
      return [name.trim(), value.join('=').trim()];
    }),
  );
}

/** Each with its last line; what stands after the last is one as well, and refused by the server. */
const pemsOf = (text: string): string[] =>
  text
    .split(/(?<=-----END [A-Z ]+-----)\s*/)
    .map((pem) => pem.trim())
    .filter((pem) => pem !== '')
    .map((pem) => `${pem}\n`);

type Words = { read: (text: string) => unknown; write: (value: never) => string };
const asItIs: Words = { read: (text) => text, write: (value: string) => value };

const number: Words = { read: Number, write: String };

/** How a setting stands in a field, and what is typed there becomes one. */
const words: Readonly<Record<Kind, Words>> = {
  line: { ...asItIs, read: (text) => text.trim() },
  list: asItIs,
  pem: asItIs,
  choice: asItIs,
  secret: { ...asItIs, read: (text) => text.trim() },
  pems: { read: pemsOf, write: (value: string[]) => value.join('') },
  claims: {
    read: claimsOf,
    write: (value: Record<string, string>) =>
      Object.entries(value)
        .map(([name, one]) => `${name} = ${one}`)
        .join('\n'),
  },
  number,
  seconds: number,
  addresses: {
    read(text) {
      const given = listed(text);
      return (given.length === 0 ? everywhere : given).map((ipAddress) => ({ ipAddress }));
    },
    write(value: { ipAddress: string; prefix?: number }[]) {
      const networks = value.map(networkOf);
      return isEverywhere(networks) ? '' : networks.join(', ');
    },
  },
};

/** What stands in the fields at first: as it is, or as it usually is. */
export const typedOf = (fields: readonly Field[], settings: Settings | undefined): Typed =>
  Object.fromEntries(
    fields.map(({ name, kind, usual, options }) => {
      const value = settings?.[name];
      if (value !== undefined && value !== null) return [name, words[kind].write(value as never)];
      return [name, usual ?? options?.[0]?.value ?? ''];
    }),
  );

/** The fields that are asked for by what stands in the others. */
export const askedOf = (fields: readonly Field[], typed: Typed): readonly Field[] =>
  fields.filter(({ only }) => only === undefined || typed[only.where] === only.is);

/** The settings that are sent: of a new one all that is given, of one that is there what is another now. */
export function settingsOf(fields: readonly Field[], typed: Typed, before?: Typed): Settings {
  const sent = askedOf(fields, typed).filter(({ name }) =>
    before === undefined ? typed[name] !== '' : typed[name] !== before[name],
  );
  return Object.fromEntries(
    sent.map(({ name, kind }) => [name, words[kind].read(typed[name] ?? '')]),
  );
}

/** What is asked of the machine, to be read: labels with what is given, keys and certificates named and not shown. */
export function toldOf(fields: readonly Field[], settings: Settings): [string, string][] {
  const typed = typedOf(fields, settings);
  return askedOf(fields, typed).flatMap(({ name, label, kind, options }) => {
    const text = typed[name] ?? '';
    if (text === '') return [];
    if (kind === 'pem' || kind === 'pems') return [[label, 'given']];
    return [[label, options?.find(({ value }) => value === text)?.label ?? text]];
  });
}
