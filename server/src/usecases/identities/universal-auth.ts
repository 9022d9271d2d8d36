import { randomUUID } from 'node:crypto';
import { type Id, refuse } from '@coterie/kernel';
import { isAdmin, needProof } from '../../access/proof.ts';
import { deleteUniversalTokens } from '../../store/accounts/tokens.ts';
import type { Db, Tx } from '../../store/db.ts';
import type { Deed } from '../../store/log/log.ts';
import {
  type AuthRow,
  authOf,
  deleteAuth,
  insertAuth,
  updateAuth,
} from '../../store/organization/identities.ts';
import { look, orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { isNetwork } from '../session/addresses.ts';
import { readIdentity } from './get.ts';

type Changes = Pick<Parts, 'db' | 'access' | 'now'>;
type Ips = { ipAddress: string }[] | undefined;
export type AuthSettings = {
  clientSecretTrustedIps?: Ips;
  accessTokenTrustedIps?: Ips;
  accessTokenTTL?: number | undefined;
  accessTokenMaxTTL?: number | undefined;
  accessTokenNumUsesLimit?: number | undefined;
  lockoutEnabled?: boolean | undefined;
  lockoutThreshold?: number | undefined;
  lockoutDurationSeconds?: number | undefined;
  lockoutCounterResetSeconds?: number | undefined;
};

/** Thirty days and everywhere, and a lock of five minutes after three failures: the contract's defaults. */
const defaults = {
  accessTokenTTL: 2_592_000,
  accessTokenMaxTTL: 2_592_000,
  accessTokenNumUsesLimit: 0,
};
/** After how many failures in a row a sign-in waits, and how long, unless the identity says otherwise. */
export const usualLockout = {
  lockout_enabled: true,
  lockout_threshold: 3,
  lockout_duration: 300,
  lockout_reset: 30,
};
/** Any address. */
export const everywhere = ['0.0.0.0/0', '::/0'];

export async function getAuth(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  identity: Id,
): Promise<AuthRow> {
  const view = await look(parts, caller);
  view.need('identity', 'read');
  await readIdentity(parts.db, view.org, identity);
  return readAuth(parts.db, view.org, identity);
}

export async function attachAuth(
  parts: Changes,
  caller: Caller,
  identity: Id,
  settings: AuthSettings,
): Promise<AuthRow> {
  const wanted = lifetimes(settings);
  checkLifetimes(wanted);
  return changeAuth(
    parts,
    caller,
    { identity, action: 'edit', did: 'universalAuth.create' },
    async (tx, org) => {
      if (await authOf(tx, org, identity))
        refuse({ reason: 'taken', thing: 'universal auth', field: 'identityId', value: identity });
      await insertAuth(
        tx,
        { org_id: org, identity_id: identity, id: randomUUID(), client_id: randomUUID() },
        {
          access_token_ttl: wanted.accessTokenTTL,
          access_token_max_ttl: wanted.accessTokenMaxTTL,
          access_token_uses_limit: wanted.accessTokenNumUsesLimit,
          client_secret_ips:
            networks('clientSecretTrustedIps', settings.clientSecretTrustedIps) ?? everywhere,
          access_token_ips:
            networks('accessTokenTrustedIps', settings.accessTokenTrustedIps) ?? everywhere,
          ...lockoutOf(settings, usualLockout),
        },
      );
      return readAuth(tx, org, identity);
    },
  );
}

export async function editAuth(
  parts: Changes,
  caller: Caller,
  identity: Id,
  settings: AuthSettings,
): Promise<AuthRow> {
  return changeAuth(
    parts,
    caller,
    { identity, action: 'edit', did: 'universalAuth.edit' },
    async (tx, org) => {
      const known = await readAuth(tx, org, identity);
      const secretIps = networks('clientSecretTrustedIps', settings.clientSecretTrustedIps);
      const tokenIps = networks('accessTokenTrustedIps', settings.accessTokenTrustedIps);
      const wanted = {
        accessTokenTTL: settings.accessTokenTTL ?? known.access_token_ttl,
        accessTokenMaxTTL: settings.accessTokenMaxTTL ?? known.access_token_max_ttl,
      };
      checkLifetimes(wanted);
      await updateAuth(tx, { org, identity }, known, {
        access_token_ttl: wanted.accessTokenTTL,
        access_token_max_ttl: wanted.accessTokenMaxTTL,
        access_token_uses_limit: settings.accessTokenNumUsesLimit ?? known.access_token_uses_limit,
        ...(secretIps ? { client_secret_ips: secretIps } : {}),
        ...(tokenIps ? { access_token_ips: tokenIps } : {}),
        ...lockoutOf(settings, known),
      });
      return readAuth(tx, org, identity);
    },
  );
}

/** Takes universal auth away; its client secrets and the tokens made with them end at once. */
export async function detachAuth(parts: Changes, caller: Caller, identity: Id): Promise<AuthRow> {
  return changeAuth(
    parts,
    caller,
    { identity, action: 'revoke-auth', did: 'universalAuth.delete' },
    async (tx, org) => {
      const known = await readAuth(tx, org, identity);
      await deleteUniversalTokens(tx, org, identity);
      await deleteAuth(tx, org, identity);
      return known;
    },
  );
}

/** What lets credentials out, or widens where and for how long they are good. */
const loosening = new Set(['create-token', 'edit']);

/** What is to be changed by which right, and what the log says was done, about which of several. */
type AuthChange = {
  identity: Id;
  action: string;
  did: string;
  about?: Pick<Deed, 'id' | 'name'>;
};

/** Changes how an identity signs in, for who has the right and all that the identity may do. */
export async function changeAuth<T>(
  parts: Changes,
  caller: Caller,
  { identity, action, did, about }: AuthChange,
  work: (tx: Tx, org: Id) => Promise<T>,
): Promise<T> {
  const org = orgOf(caller);
  await readIdentity(parts.db, org, identity);
  const at = parts.now();
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at,
    commands: (world) => {
      // Credentials of an administrator are its power in other hands; so are looser bounds on where they are good.
      if (loosening.has(action) && isAdmin(world, identity, at)) needProof(changer(caller), at);
      return [{ do: 'member.control', principal: identity, action }];
    },
    after: (tx) => work(tx, org),
    deeds: () => [{ do: did, of: identity, ...about }],
  });
  return answer;
}

export const readAuth = async (db: Db, org: Id, identity: Id): Promise<AuthRow> =>
  (await authOf(db, org, identity)) ??
  refuse({ reason: 'notFound', thing: 'universal auth', id: identity });

export function checkLifetimes({
  accessTokenTTL,
  accessTokenMaxTTL,
}: {
  accessTokenTTL: number;
  accessTokenMaxTTL: number;
}): void {
  if (accessTokenTTL > accessTokenMaxTTL)
    refuse({
      reason: 'invalid',
      field: 'accessTokenTTL',
      expected: `at most accessTokenMaxTTL, ${accessTokenMaxTTL} seconds`,
    });
}

export function networks(field: string, ips: Ips): string[] | undefined {
  ips?.forEach(({ ipAddress }, index) => {
    if (!isNetwork(ipAddress))
      refuse({
        reason: 'invalid',
        field: `${field}.${index}.ipAddress`,
        expected: 'an address or a network such as `10.0.0.0/8`',
      });
  });
  return ips?.map(({ ipAddress }) => ipAddress);
}

/** Lifetimes and uses as asked for, else the usual ones. */
export const lifetimes = (settings: AuthSettings) => ({ ...defaults, ...defined(settings) });

const lockoutOf = (settings: AuthSettings, known: typeof usualLockout) => ({
  lockout_enabled: settings.lockoutEnabled ?? known.lockout_enabled,
  lockout_threshold: settings.lockoutThreshold ?? known.lockout_threshold,
  lockout_duration: settings.lockoutDurationSeconds ?? known.lockout_duration,
  lockout_reset: settings.lockoutCounterResetSeconds ?? known.lockout_reset,
});

const defined = ({ accessTokenTTL, accessTokenMaxTTL, accessTokenNumUsesLimit }: AuthSettings) => ({
  ...(accessTokenTTL === undefined ? {} : { accessTokenTTL }),
  ...(accessTokenMaxTTL === undefined ? {} : { accessTokenMaxTTL }),
  ...(accessTokenNumUsesLimit === undefined ? {} : { accessTokenNumUsesLimit }),
});
