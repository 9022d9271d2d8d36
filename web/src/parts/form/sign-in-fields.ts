/** What the fields of a sign-in are to the browser and to password managers. */
export const accountEmail = {
  label: 'E-mail',
  type: 'email',
  required: true,
  autoComplete: 'username',
} as const;

/** A password that is known already. */
export const knownPassword = {
  type: 'password',
  required: true,
  autoComplete: 'current-password',
} as const;

/** A password that is chosen now. */
export const newPassword = {
  type: 'password',
  required: true,
  minLength: 12,
  autoComplete: 'new-password',
  hint: 'At least 12 characters; a few words are easier than signs.',
} as const;

/** Names may be left out; an empty one is not sent. */
export const givenNames = ({ firstName, lastName }: { firstName: string; lastName: string }) => ({
  firstName: firstName.trim() === '' ? undefined : firstName,
  lastName: lastName.trim() === '' ? undefined : lastName,
});
