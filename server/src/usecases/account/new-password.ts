import { refuse } from '@coterie/kernel';
import { commonPasswords } from '../../crypto/common-passwords.ts';

/** Whose password it will be: what it must not be made of. */
export type Owner = { email: string; organizations: readonly string[] };

/** Shorter parts of an address or a name are in many a good password by chance. */
const shortestPart = 4;
const shortest = 12;
/** Neighbours on a keyboard, in the alphabet and in counting; each end is beside the other's beginning in counting alone. */
const rows = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
];
const neighbours = new Set(
  rows.flatMap((row) =>
    [...row].slice(1).flatMap((sign, n) => [`${row[n]}${sign}`, `${sign}${row[n]}`]),
  ),
);
/** With so few runs of neighbours, a long password is a short one. */
const fewRuns = 4;

/** Refuses a new password that is guessed early: the one rule wherever a password is set. */
export async function mustBeGood(
  password: string,
  owner: Owner,
  field = 'password',
): Promise<void> {
  const expected = await fault(password, owner);
  if (expected !== null) refuse({ reason: 'invalid', field, expected });
}

/** What was expected instead; null where nothing is wrong with it. */
async function fault(password: string, { email, organizations }: Owner): Promise<string | null> {
  const plain = password.trim().toLowerCase();
  if (repeats(plain)) return 'a password that is not one short text over and over';
  if (runsIn(plain) <= fewRuns)
    return 'a password that is not a row of neighbours, such as 123456 or qwerty';
  if (holds(plain, email.split('@')[0] ?? ''))
    return 'a password without your e-mail address, or its part before the @';
  if (organizations.some((name) => holds(plain, name)))
    return 'a password without the name of the organization';
  if ((await commonPasswords()).has(plain))
    return 'another password: this one is among those that are tried first, since many people have it';
  return null;
}

/** Whether it is a text of less than 12 characters, repeated; its last round may be cut off. */
function repeats(text: string): boolean {
  for (let length = 1; length < shortest && length * 2 <= text.length; length++)
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return true;
  return false;
}

/** How many runs of equal or neighbouring signs it is made of. */
const runsIn = (text: string): number =>
  [...text].filter((sign, n, all) => {
    const before = all[n - 1];
    return before === undefined || (before !== sign && !neighbours.has(before + sign));
  }).length;

const signs = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const holds = (password: string, part: string): boolean =>
  signs(part).length >= shortestPart && signs(password).includes(signs(part));
