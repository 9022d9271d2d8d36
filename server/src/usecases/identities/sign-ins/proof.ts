import { X509Certificate } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import type { z } from 'zod';
import type { InternalHosts } from '../../../outside/addresses.ts';
import { type Ask, mustBeUsable, type Target, Unreachable } from '../../../outside/ask.ts';
import type { Keys } from './keys.ts';

/** What a machine showed does not prove what it has to; `message` is for administrators, and has nothing of what was shown but what a right signature covers. */
export class NotProven extends Error {}

/** Where the clouds are asked. */
export type Clouds = {
  sts: (host: string) => Target;
  googleKeys: Target;
  googleAccountKeys: (email: string) => Target;
  azureKeys: (tenant: string) => Target;
};

/** What stands outside, and the one way to it. */
export type Outside = { ask: Ask; keys: Keys; clouds: Clouds; internal: InternalHosts };

/** What a proof is judged by. */
export type Means = { outside: Outside; now: number };
export type About<S> = { settings: S; secret: string | null; identity: Id };
/** What a machine shows, by the names of its fields. */
export type Proof = Readonly<Record<string, string | undefined>>;
export type Settings = Readonly<Record<string, unknown>>;

/** A way of signing in. */
export type Way = {
  name: string;
  /** Its word in the log: `oidcAuth`. */
  thing: string;
  /** The name under which its settings are answered. */
  wrapper: string;
  /** The setting that is a secret: sealed, never given back, and forgotten where the settings that say to whom it goes change. */
  secret?: { field: string; goesTo: readonly string[] };
  /** Settings as they are kept, whole: what was not given is as usual. */
  read: (settings: unknown) => Settings;
  /** Refuses settings by which nobody could be judged, or everybody would be let in. */
  check: (settings: Settings, internal: InternalHosts) => void;
  /** Throws NotProven or Unreachable. */
  verify: (means: Means, about: About<Settings>, proof: Proof) => Promise<void>;
};

/** A way of signing in, made from what is its own. */
export const way = <S extends Settings>(own: {
  name: string;
  thing: string;
  wrapper: string;
  secret?: Way['secret'];
  settings: z.ZodType<S>;
  check: (settings: S, internal: InternalHosts) => void;
  verify: (means: Means, about: About<S>, proof: Proof) => Promise<void>;
}): Way => ({
  ...own,
  read: (settings) => own.settings.parse(settings),
  check: (settings, internal) => own.check(own.settings.parse(settings), internal),
  verify: (means, about, proof) =>
    own.verify(means, { ...about, settings: own.settings.parse(about.settings) }, proof),
});

export const needText = (field: string, value: string, expected: string): void => {
  if (value.trim() === '') refuse({ reason: 'invalid', field, expected });
};

/** Refuses an address that could never be asked; where it leads to is judged when it is. */
export function needAddress(field: string, url: string, internal: InternalHosts): void {
  try {
    mustBeUsable(url, internal);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    refuse({ reason: 'invalid', field, expected: 'an address that begins with https://' });
  }
}

export function needCertificates(field: string, pem: string): void {
  if (pem.trim() === '') return;
  try {
    new X509Certificate(pem);
  } catch {
    refuse({ reason: 'invalid', field, expected: 'certificates in PEM' });
  }
}

/** Whoever the issuer gives a token to would get in. */
export function needOneOf(settings: Settings, fields: readonly string[]): void {
  const isSet = (value: unknown) =>
    typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== '';
  if (fields.some((field) => isSet(settings[field]))) return;
  refuse({
    reason: 'invalid',
    field: fields[0] ?? '',
    expected: `at least one of ${fields.join(', ')}: without any, everyone whom the issuer knows would be let in`,
  });
}
