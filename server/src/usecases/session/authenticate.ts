import {
  type BearerKind,
  hashToken,
  serviceTokenIn,
  type TokenMint,
  tokenKind,
} from '../../crypto/tokens.ts';
import { prolong, takeUse } from '../../store/accounts/tokens.ts';
import { dueAt } from '../factors/missing.ts';
import type { Caller, From, Parts } from '../parts.ts';
import { isTrusted } from './addresses.ts';
import { sessionIdle } from './tokens.ts';

/** A session's end, and when a user's token was last used, are written at most this often (milliseconds). */
const prolongEvery = 5 * 60 * 1000;

type Needs = Pick<Parts, 'db' | 'reads' | 'mint' | 'now'>;

/**
 * Who a token speaks for; null when it is unknown, over, used up or not from a trusted address. `isSame`: asked once more
 * during one request, which takes no further use. `isUncounted`: tokens whose uses are counted speak for nobody.
 */
export async function authenticate(
  { db, reads, mint, now }: Needs,
  token: string,
  from: From,
  { isSame = false, isUncounted = false } = {},
): Promise<Caller | null> {
  const { hash, kind } = read(mint, token);
  if (kind === null) return null;
  const at = now();
  await reads.fresh();
  const row = await reads.token(db, hash);
  if (!row || row.kind !== kind) return null;
  if (row.trusted_ips !== null && !isTrusted(from.ip, row.trusted_ips)) return null;
  if (isUncounted && row.uses_left !== null) return null;
  if (!isSame && row.uses_left !== null && !(await takeUse(db, row.id))) return null;
  if (kind !== 'identity' && at - row.used_at.getTime() > prolongEvery) {
    const longest = row.longest_until.getTime();
    const end = kind === 'session' ? Math.min(at + sessionIdle, longest) : longest;
    await prolong(db, row.id, { used_at: new Date(at), expires_at: new Date(end) });
  }
  const principal = row.user_id ?? row.identity_id;
  if (principal === null) return null;
  return {
    kind: row.user_id === null ? 'machineIdentity' : 'user',
    principal,
    org: row.lacks_factor ? null : row.org_id,
    accessVersion: row.access_version ?? 0,
    token: { id: row.id, kind },
    proof: { hasFactor: row.has_factor, until: row.proven_until?.getTime() ?? null },
    lacksFactor: row.lacks_factor,
    factorDue: row.factor_rule ? dueAt({ rule: row.factor_rule, from: row.factor_from }, at) : null,
    from,
  };
}

/** The hash that a token is kept under, and of which kind it is by its form; null for what was not minted here. */
function read(
  mint: TokenMint,
  token: string,
): { hash: Buffer; kind: BearerKind | 'session' | null } {
  const ofService = serviceTokenIn(token);
  if (ofService !== null) return { hash: hashToken(ofService), kind: 'identity' };
  const hash = hashToken(token);
  const kind = mint.kindOf(token, hash) ?? (tokenKind(token) === 'session' ? 'session' : null);
  return { hash, kind };
}
