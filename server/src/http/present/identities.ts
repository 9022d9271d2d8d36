import type { NamedTokenRow } from '../../store/accounts/tokens.ts';
import type {
  AuthRow,
  ClientSecretRow,
  IdentityRow,
  TokenAuthRow,
} from '../../store/organization/identities.ts';
import type { SignInRow } from '../../store/organization/sign-ins.ts';
import type { Way } from '../../usecases/identities/sign-ins/proof.ts';
import type { View } from '../../usecases/view.ts';
import { namedRole, roleTitle } from './roles.ts';

export const presentIdentity = (orgId: string, row: IdentityRow) => ({
  id: row.id,
  name: row.name,
  orgId,
  hasDeleteProtection: row.has_delete_protection,
  authMethods: [
    ...(row.has_universal_auth ? ['universal-auth'] : []),
    ...(row.has_token_auth ? ['token-auth'] : []),
    ...row.sign_in_methods,
  ],
  metadata: row.metadata,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export function presentMembership({ world, org }: View, row: IdentityRow) {
  const ref = world.get('member', row.id)?.roles[0] ?? 'no-access';
  const { role, roleId } = namedRole(world, ref);
  const custom = world.get('role', ref);
  return {
    id: row.membership_id,
    orgId: org,
    role,
    roleId,
    isActive: row.status === 'active',
    customRole: custom
      ? {
          id: custom.id,
          name: roleTitle(world, ref, 'organization').name,
          slug: custom.slug,
          description: custom.description,
        }
      : null,
    metadata: row.metadata,
    identity: presentIdentity(org, row),
  };
}

export const presentIps = (ips: readonly string[]) =>
  ips.map((text) => {
    const [ipAddress = '', prefix] = text.split('/');
    return {
      type: ipAddress.includes(':') ? 'ipv6' : 'ipv4',
      ipAddress,
      ...(prefix === undefined ? {} : { prefix: Number(prefix) }),
    };
  });

export const presentAuth = (row: AuthRow) => ({
  identityUniversalAuth: {
    id: row.id,
    identityId: row.identity_id,
    clientId: row.client_id,
    accessTokenTTL: row.access_token_ttl,
    accessTokenMaxTTL: row.access_token_max_ttl,
    accessTokenNumUsesLimit: row.access_token_uses_limit,
    clientSecretTrustedIps: presentIps(row.client_secret_ips),
    accessTokenTrustedIps: presentIps(row.access_token_ips),
    lockoutEnabled: row.lockout_enabled,
    lockoutThreshold: row.lockout_threshold,
    lockoutDurationSeconds: row.lockout_duration,
    lockoutCounterResetSeconds: row.lockout_reset,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  },
});

export const presentSecret = (auth: AuthRow, row: ClientSecretRow) => ({
  id: row.id,
  clientSecretPrefix: row.prefix,
  clientSecretNumUses: row.uses,
  clientSecretNumUsesLimit: row.uses_limit,
  clientSecretTTL: row.ttl,
  description: row.description,
  identityUAId: auth.id,
  isClientSecretRevoked: row.is_revoked,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const presentBounds = (row: TokenAuthRow | SignInRow) => ({
  id: row.id,
  identityId: row.identity_id,
  accessTokenTTL: row.access_token_ttl,
  accessTokenMaxTTL: row.access_token_max_ttl,
  accessTokenNumUsesLimit: row.access_token_uses_limit,
  accessTokenTrustedIps: presentIps(row.access_token_ips),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export const presentTokenAuth = (row: TokenAuthRow) => ({ identityTokenAuth: presentBounds(row) });

/** With the settings of its own; its secret is not among them. */
export const presentSignIn = (way: Way, row: SignInRow) => ({
  [way.wrapper]: { ...way.read(row.settings), ...presentBounds(row) },
});

export const presentToken = (row: NamedTokenRow) => ({
  id: row.id,
  identityId: row.identity_id,
  name: row.name,
  accessTokenNumUsesLeft: row.uses_left,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.used_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
});
