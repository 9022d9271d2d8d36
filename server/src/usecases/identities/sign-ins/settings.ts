import { randomUUID } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import { open, seal } from '../../../crypto/envelope.ts';
import { deleteMethodTokens } from '../../../store/accounts/tokens.ts';
import type { Db } from '../../../store/db.ts';
import {
  deleteSignIn,
  insertSignIn,
  type NewSignIn,
  type SignInRow,
  signInOf,
  updateSignIn,
  type Whose,
} from '../../../store/organization/sign-ins.ts';
import { look } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import { readIdentity } from '../get.ts';
import {
  type AuthSettings,
  changeAuth,
  checkLifetimes,
  everywhere,
  lifetimes,
  networks,
} from '../universal-auth.ts';
import type { Settings, Way } from './proof.ts';

type Changes = Pick<Parts, 'db' | 'access' | 'now' | 'rootKey' | 'outside'>;
/** What was given: of the tokens, and of the way's own. */
export type Given = AuthSettings & Settings;
/** Which way, of whom. */
export type Which = { way: Way; identity: Id };

export async function getSignIn(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  { way, identity }: Which,
): Promise<SignInRow> {
  const view = await look(parts, caller);
  view.need('identity', 'read');
  await readIdentity(parts.db, view.org, identity);
  return readSignIn(parts.db, { org: view.org, identity, method: way.name });
}

/** Lets an identity sign in by this way. */
export function attachSignIn(
  parts: Changes,
  caller: Caller,
  { way, identity }: Which,
  given: Given,
): Promise<SignInRow> {
  const method = way.name;
  return changeAuth(
    parts,
    caller,
    { identity, action: 'edit', did: `${way.thing}.create` },
    async (tx, org) => {
      const whose = { org, identity, method };
      const row = wantedOf(parts, { way, whose }, given);
      if (await signInOf(tx, whose))
        refuse({ reason: 'taken', thing: 'sign-in', field: 'identityId', value: identity });
      await insertSignIn(tx, { org_id: org, identity_id: identity, method, id: randomUUID() }, row);
      return readSignIn(tx, whose);
    },
  );
}

/** Changes what is asked for; where that is another now, the tokens given by what was asked before end at once. */
export function editSignIn(
  parts: Changes,
  caller: Caller,
  { way, identity }: Which,
  given: Given,
): Promise<SignInRow> {
  const method = way.name;
  return changeAuth(
    parts,
    caller,
    { identity, action: 'edit', did: `${way.thing}.edit` },
    async (tx, org) => {
      const whose = { org, identity, method };
      const known = await readSignIn(tx, whose);
      const row = wantedOf(parts, { way, whose, known }, given);
      await updateSignIn(tx, known, row);
      if (!isSame(way, known, row)) await deleteMethodTokens(tx, whose);
      return readSignIn(tx, whose);
    },
  );
}

/** Takes the way of signing in away; the tokens made by it end at once. */
export function detachSignIn(
  parts: Changes,
  caller: Caller,
  { way, identity }: Which,
): Promise<SignInRow> {
  const method = way.name;
  return changeAuth(
    parts,
    caller,
    { identity, action: 'revoke-auth', did: `${way.thing}.delete` },
    async (tx, org) => {
      const known = await readSignIn(tx, { org, identity, method });
      await deleteSignIn(tx, { org, identity, method });
      return known;
    },
  );
}

const readSignIn = async (db: Db, whose: Whose): Promise<SignInRow> =>
  (await signInOf(db, whose)) ??
  refuse({ reason: 'notFound', thing: 'sign-in', id: `${whose.method} of ${whose.identity}` });

type Place = { way: Way; whose: Whose; known?: SignInRow };

/** What is to be kept: what was given, and for the rest what is known, or usual. Public clients send 0 for a usual lifetime. */
function wantedOf(parts: Changes, { way, whose, known }: Place, given: Given): NewSignIn {
  const { accessTokenTTL, accessTokenMaxTTL, accessTokenNumUsesLimit } = given;
  const usual = lifetimes({});
  const ttl = accessTokenTTL || known?.access_token_ttl || usual.accessTokenTTL;
  const longest = accessTokenMaxTTL || known?.access_token_max_ttl || usual.accessTokenMaxTTL;
  checkLifetimes({ accessTokenTTL: ttl, accessTokenMaxTTL: longest });
  const before = known ? way.read(known.settings) : {};
  const settings = way.read({ ...before, ...said(given) });
  way.check(settings, parts.outside.internal);
  return {
    settings,
    sealed: sealedOf(parts, { way, whose, ...(known ? { known } : {}) }, given),
    access_token_ttl: ttl,
    access_token_max_ttl: longest,
    access_token_uses_limit:
      accessTokenNumUsesLimit ?? known?.access_token_uses_limit ?? usual.accessTokenNumUsesLimit,
    access_token_ips:
      networks('accessTokenTrustedIps', given.accessTokenTrustedIps) ??
      known?.access_token_ips ??
      everywhere,
  };
}

const said = (given: Settings): Settings =>
  Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  );

const keyOf = ({ rootKey }: Pick<Parts, 'rootKey'>) => rootKey.derive('machine-sign-ins');
const belongs = ({ org, identity, method }: Whose) => ['machine-sign-in', org, identity, method];

/** The secret as given, else the one that is known: but that only where it goes to whom it was given for. */
function sealedOf(parts: Changes, { way, whose, known }: Place, given: Given): Buffer | null {
  if (!way.secret) return null;
  const secret = given[way.secret.field];
  if (typeof secret === 'string')
    return secret === '' ? null : seal(keyOf(parts), 0, Buffer.from(secret), belongs(whose));
  if (!known?.sealed) return null;
  const [before, now] = [way.read(known.settings), { ...way.read(known.settings), ...said(given) }];
  return way.secret.goesTo.every((field) => before[field] === now[field]) ? known.sealed : null;
}

/** The secret of a way of signing in; null where it has none. */
export const secretOf = (
  parts: Pick<Parts, 'rootKey'>,
  { sealed, org_id: org, identity_id: identity, method }: SignInRow,
): string | null =>
  sealed && open(keyOf(parts), sealed, belongs({ org, identity, method })).toString();

const isSame = (way: Way, known: SignInRow, { settings }: NewSignIn): boolean =>
  JSON.stringify(way.read(known.settings)) === JSON.stringify(way.read(settings));
