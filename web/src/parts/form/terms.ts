/** How long a membership is to hold: a length such as `2h`, `at` for a moment of the viewer's own clock, or empty for good. */
export type Terms = { length: string; at: string; reason: string };
export const forGood: Terms = { length: '', at: '', reason: '' };

export const lengths = [
  { value: '', label: 'No end' },
  { value: '2h', label: '2 hours' },
  { value: '1d', label: '1 day' },
  { value: '1w', label: '1 week' },
  { value: 'at', label: 'A date and time' },
] as const;

/** The terms as the contract takes them. */
export const termsRequest = ({ length, at, reason }: Terms) => ({
  ...(length === 'at' ? { validUntil: new Date(at).toISOString() } : {}),
  ...(length === 'at' || length === '' ? {} : { range: length }),
  ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
});

/** Why nobody can be added on these terms yet, or undefined. */
export function termsObstacle({ length, at }: Terms, now = Date.now()): string | undefined {
  if (length !== 'at') return undefined;
  const end = new Date(at).getTime();
  if (Number.isNaN(end)) return 'choose when the membership ends';
  return end <= now ? 'an end has to lie in the future' : undefined;
}
