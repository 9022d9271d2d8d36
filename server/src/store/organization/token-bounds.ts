import type { Id } from '@coterie/kernel';
import { sql } from 'kysely';
import type { Tx } from '../db.ts';

/** What every way of signing in says of the access tokens that it gives. */
export type TokenBounds = {
  access_token_ttl: number;
  access_token_max_ttl: number;
  access_token_uses_limit: number;
  access_token_ips: readonly string[];
};

/** Whose tokens, and made by what: by hand, by a way of signing in that is named, or else by universal auth. */
type Made = { org: Id; identity: Id; isOfTokenAuth: boolean; method?: string };

/**
 * Holds the tokens made under some settings to the settings as they are now: addresses at once, lifetimes where they
 * have become shorter, and the uses that are left.
 */
export const holdTokensTo = (
  tx: Tx,
  { org, identity, isOfTokenAuth, method }: Made,
  { now, before }: { now: TokenBounds; before: TokenBounds },
) =>
  sql`UPDATE tokens SET
      trusted_ips = ${JSON.stringify(now.access_token_ips)}::json,
      longest_until = least(longest_until, created_at + ${now.access_token_max_ttl}::int * interval '1 second'),
      expires_at = least(expires_at, used_at + ${now.access_token_ttl}::int * interval '1 second',
        created_at + ${now.access_token_max_ttl}::int * interval '1 second'),
      uses_left = CASE
        WHEN ${now.access_token_uses_limit}::int = ${before.access_token_uses_limit}::int THEN uses_left
        WHEN ${now.access_token_uses_limit}::int = 0 THEN NULL
        WHEN uses_left IS NULL THEN ${now.access_token_uses_limit}::int
        ELSE greatest(0, uses_left + ${now.access_token_uses_limit}::int - ${before.access_token_uses_limit}::int) END
    WHERE org_id = ${org} AND identity_id = ${identity} AND is_of_token_auth = ${isOfTokenAuth}
      AND sign_in_method IS NOT DISTINCT FROM ${method ?? null}::text
      AND trusted_ips IS NOT NULL`.execute(tx);
