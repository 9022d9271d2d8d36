import type { KeyObject } from 'node:crypto';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { Unreachable } from '../../../outside/ask.ts';
import { NotProven } from './proof.ts';

/** Signatures of a pair of keys alone: what is signed with a shared secret, or by nobody, proves nothing. */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
/** How far the clocks of two machines may be apart (seconds). */
const clockTolerance = 30;

/** What a token has to say; no issuers or audiences stand for any. */
export type Said = { issuers?: readonly string[]; audiences?: readonly string[]; now: number };

/** The claims of a token that is signed, in force, from an issuer and for an audience asked for. Throws NotProven. */
export async function verified(
  token: string,
  keys: JWTVerifyGetKey | readonly KeyObject[],
  { issuers = [], audiences = [], now }: Said,
): Promise<JWTPayload> {
  const options = {
    algorithms,
    clockTolerance,
    currentDate: new Date(now),
    requiredClaims: ['exp'],
    ...(issuers.length > 0 ? { issuer: [...issuers] } : {}),
    ...(audiences.length > 0 ? { audience: [...audiences] } : {}),
  };
  if (typeof keys === 'function')
    return jwtVerify(token, keys, options).then(({ payload }) => payload, refused);
  let last: unknown;
  for (const key of keys) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      last = error;
      if (!isOfOtherKey(error)) break;
    }
  }
  return refused(last);
}

const isOfOtherKey = (error: unknown): boolean =>
  error instanceof errors.JWSSignatureVerificationFailed || error instanceof TypeError;

/** What the library says names claims and headers, never what stands in them. */
function refused(error: unknown): never {
  if (error instanceof Unreachable) throw error;
  throw new NotProven(
    error instanceof errors.JOSEError
      ? `the token is refused: ${error.message}`
      : 'the token is not signed by a key that is known',
  );
}
