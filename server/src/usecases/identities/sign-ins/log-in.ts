import { setTimeout as pause } from 'node:timers/promises';
import { isId } from '@coterie/kernel';
import { Unreachable } from '../../../outside/ask.ts';
import { inTransaction } from '../../../store/db.ts';
import {
  holdSignIn,
  type SignInRow,
  signInByIdentity,
} from '../../../store/organization/sign-ins.ts';
import type { From, Parts } from '../../parts.ts';
import { type Looking, NotAuthenticated, throttled } from '../../session/throttle.ts';
import { mustBeSlugOf } from '../../setup/organization-slug.ts';
import { type AccessToken, issueAccessToken, ofStrangers } from '../log-in.ts';
import { NotProven, type Proof, type Way } from './proof.ts';
import { secretOf } from './settings.ts';

type Needs = Pick<Parts, 'db' | 'worlds' | 'mint' | 'now' | 'rootKey' | 'outside'>;
/** Who says to be whom, and by what. */
export type Shown = { identityId: string; organizationSlug?: string | undefined; proof: Proof };

/** No refusal comes sooner (milliseconds): how far a sign-in got is not told by how long it took. */
const soonest = 250;

const wrong = () =>
  new NotAuthenticated(
    'this machine identity is not let in by what was shown; an administrator finds the reason among the sign-ins',
  );

/** A machine identity signs in by what others say of it. Whatever is wrong, the answer is one, and the log has the reason. */
export async function logInBy(
  parts: Needs,
  way: Way,
  shown: Shown,
  from: From,
): Promise<AccessToken> {
  const over = pause(soonest);
  try {
    return await throttled(
      parts,
      {
        kind: 'machineIdentity',
        account: shown.identityId,
        method: way.name,
        from,
        lockout: { stranger: ofStrangers, known: ofStrangers },
      },
      (looking) => letIn(parts, way, shown, looking),
    );
  } catch (error) {
    if (error instanceof NotAuthenticated) await over;
    throw error;
  }
}

async function letIn(parts: Needs, way: Way, shown: Shown, looking: Looking): Promise<AccessToken> {
  const { identityId: identity, organizationSlug, proof } = shown;
  const row = isId(identity) ? await signInByIdentity(parts.db, identity, way.name) : undefined;
  if (!row) throw wrong();
  const org = row.org_id;
  looking.found = { org_id: org, identity_id: identity };
  await mustProve(parts, way, { row, proof, looking });
  const world = await parts.worlds.now(org);
  if (world?.get('member', identity)?.status !== 'active') {
    looking.why = 'notActive';
    throw wrong();
  }
  await mustBeSlugOf(parts.db, org, organizationSlug);
  return inTransaction(parts.db, async (tx) => {
    const held = await holdSignIn(tx, { org, identity, method: way.name });
    // What was shown was judged by settings that may be others by now.
    if (held?.id !== row.id || held.updated_at.getTime() !== row.updated_at.getTime()) {
      looking.detail = 'the settings were changed meanwhile';
      throw wrong();
    }
    const accessToken = await issueAccessToken({ ...parts, db: tx }, held, {
      client_secret_id: null,
      authMethod: way.name,
      sign_in_method: way.name,
    });
    return {
      accessToken,
      expiresIn: held.access_token_ttl,
      accessTokenMaxTTL: held.access_token_max_ttl,
    };
  });
}

async function mustProve(
  parts: Needs,
  way: Way,
  { row, proof, looking }: { row: SignInRow; proof: Proof; looking: Looking },
): Promise<void> {
  const about = {
    settings: way.read(row.settings),
    secret: secretOf(parts, row),
    identity: row.identity_id,
  };
  try {
    await way.verify({ outside: parts.outside, now: parts.now() }, about, proof);
  } catch (error) {
    if (!(error instanceof NotProven || error instanceof Unreachable)) throw error;
    looking.detail = error.message.slice(0, 500);
    throw wrong();
  }
}
