import { plural } from '../../words.ts';

/** Seconds in words. */
export const duration = (seconds: number): string =>
  seconds >= 86_400
    ? plural(Math.round(seconds / 86_400), 'day')
    : seconds >= 3600
      ? plural(Math.round(seconds / 3600), 'hour')
      : plural(Math.round(seconds / 60), 'minute');

export type TokenTerms = {
  accessTokenTTL: number;
  accessTokenMaxTTL: number;
  accessTokenNumUsesLimit: number;
};

/** How long a token counts that a way of signing in gives, and how often. */
export const TokenLife = ({ of: auth }: { of: TokenTerms }) => (
  <p className="text-sm text-dim">
    A token lives {duration(auth.accessTokenTTL)}, renewed at most{' '}
    {duration(auth.accessTokenMaxTTL)}
    {auth.accessTokenNumUsesLimit > 0 &&
      `, and counts for ${plural(auth.accessTokenNumUsesLimit, 'use')}`}
    .
  </p>
);
