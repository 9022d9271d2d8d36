import { randomUUID } from 'node:crypto';
import { insertToken } from '../../store/accounts/tokens.ts';
import { insertIdentity } from '../../store/organization/identities.ts';
import type { From, Parts } from '../parts.ts';
import { type Founder, found, newMember } from './found.ts';

/** The bootstrap token lasts ten years: a script keeps it until it is revoked. */
const life = 10 * 365 * 24 * 3600 * 1000;
const identityName = 'Instance admin identity';

/** Set-up for scripts: an administrator, an organization, and an admin machine identity with a token, shown once. */
export async function bootstrap(
  parts: Pick<Parts, 'db' | 'access' | 'keyring' | 'passwords' | 'mint' | 'now'>,
  founder: Founder,
  from: From,
) {
  const id = randomUUID();
  const at = parts.now();
  const until = new Date(at + life);
  let token = '';
  const { user, organization } = await found(parts, founder, null, from, {
    commands: [{ do: 'member.add', member: newMember(id, 'machineIdentity', 'admin') }],
    rows: async (tx, org) => {
      await insertIdentity(tx, org, {
        id,
        name: identityName,
        has_delete_protection: false,
        metadata: [],
      });
      const minted = parts.mint.mint('identity', at, until.getTime(), {
        identityId: id,
        identityName,
        authMethod: 'token-auth',
        orgId: org,
      });
      token = minted.token;
      await insertToken(tx, {
        id: randomUUID(),
        hash: minted.hash,
        kind: 'identity',
        user_id: null,
        org_id: org,
        identity_id: id,
        client_secret_id: null,
        created_at: new Date(at),
        expires_at: until,
        longest_until: until,
        uses_left: null,
        trusted_ips: null,
      });
    },
  });
  return { user, organization, identity: { id, name: identityName, token } };
}
