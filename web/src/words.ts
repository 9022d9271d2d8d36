import { type Level, subjectsOf } from '@coterie/kernel';

const actions: Readonly<Record<string, string>> = {
  describeSecret: 'describe',
  readValue: 'read value',
  'access-all-projects': 'access all projects',
};
/** An action as people read it: `add-members` is "add members". */
export const actionWord = (action: string): string =>
  Object.hasOwn(actions, action) ? actions[action]! : action.replaceAll('-', ' ');

export const subjectWord = (subject: string, level: Level): string =>
  subjectsOf(level)[subject]?.label ?? subject;

/** The tooltip of what is visible but locked. */
export const needs = (subject: string, action: string, level: Level): string =>
  `Needs the permission “${subjectWord(subject, level)}: ${actionWord(action)}” in this ${level}`;

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

type Named = { firstName?: string | null; lastName?: string | null; email: string };
/** A person's name, or the address when none is known. */
export const personName = ({ firstName, lastName, email }: Named): string =>
  [firstName, lastName].filter(Boolean).join(' ') || email;

/** Moments in a language and a time zone; an empty one is English, and the browser's. */
export const momentIn = (language: string, timeZone: string) =>
  new Intl.DateTimeFormat(language || 'en', {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(timeZone ? { timeZone } : {}),
  });
const dayIn = (language: string, timeZone: string) =>
  new Intl.DateTimeFormat(language || 'en', {
    dateStyle: 'medium',
    ...(timeZone ? { timeZone } : {}),
  });
let moment = momentIn('', '');
let day = dayIn('', '');
/** Dates are shown as the viewer has them from here on. What the browser does not know is left as it was. */
export function showDatesIn(language: string, timeZone: string): void {
  try {
    [moment, day] = [momentIn(language, timeZone), dayIn(language, timeZone)];
  } catch {
    [moment, day] = [momentIn('', ''), dayIn('', '')];
  }
}
export const atMoment = (iso: string): string => moment.format(new Date(iso));
export const onDay = (iso: string): string => day.format(new Date(iso));

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
/** "3 hours ago", "in 2 days"; within a minute it is "just now". */
export function ago(iso: string, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? [undefined, 1];
  return unit === undefined ? 'just now' : relative.format(Math.round(seconds / size), unit);
}

const builtIn: Readonly<Record<string, string>> = {
  admin: 'Admin',
  member: 'Member',
  viewer: 'Viewer',
  'no-access': 'No access',
};
/** A role's name where only its slug is known. */
export const roleWord = (slug: string): string =>
  Object.hasOwn(builtIn, slug) ? builtIn[slug]! : slug;

const outcomes: Readonly<Record<string, string>> = {
  in: 'Let in',
  wrong: 'Wrong password or secret',
  throttled: 'Had to wait',
  notActive: 'Not active',
  factorWrong: 'Wrong second factor',
  factorNeeded: 'Second factor asked for',
};
/** How a sign-in came out. */
export const signInOutcome = (outcome: string): string =>
  Object.hasOwn(outcomes, outcome) ? outcomes[outcome]! : outcome;

const methods: Readonly<Record<string, string>> = {
  password: 'Password',
  confirmation: 'Password, asked for again',
  reset: 'Link for a new password',
  totp: 'Code from an app',
  passkey: 'Passkey',
  'recovery-code': 'Recovery code',
  'universal-auth': 'Universal auth',
  'token-auth': 'Token made by hand',
  'oidc-auth': 'OIDC token',
  'jwt-auth': 'JWT',
  'kubernetes-auth': 'Kubernetes service account',
  'aws-auth': 'AWS',
  'azure-auth': 'Azure',
  'gcp-auth': 'Google Cloud',
};
/** By what somebody signed in. */
export const signInMethod = (method: string): string =>
  Object.hasOwn(methods, method) ? methods[method]! : method;

/** A part of an address, where it is a text and not an empty one. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
