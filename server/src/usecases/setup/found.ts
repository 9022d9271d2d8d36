import { randomUUID } from 'node:crypto';
import type { Command, Id, Member } from '@coterie/kernel';
import { hashToken, sameHash } from '../../crypto/tokens.ts';
import { anyUser, insertUser, type UserRow } from '../../store/accounts/users.ts';
import { type Db, inTransaction, type Tx } from '../../store/db.ts';
import { lockInstance, readInstance, setSetupHash } from '../../store/instance.ts';
import {
  insertOrganization,
  type OrganizationRow,
  slugTaken,
} from '../../store/organization/organizations.ts';
import { mustBeGood } from '../account/new-password.ts';
import type { From, Parts } from '../parts.ts';
import { freshSlug, slugFrom } from '../slugs.ts';

export type Founder = {
  email: string;
  password: string;
  organization: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
};

/** Members, and rows about them, that come with a new organization beside its first admin. */
export type Company = {
  commands: readonly Command[];
  rows: (tx: Tx, organization: Id) => Promise<unknown>;
};
const alone: Company = { commands: [], rows: async () => {} };

/** Set-up was done before, or its link is not the newest. */
export class SetUpRefused extends Error {
  readonly status: 403 | 409;
  constructor(status: 403 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Makes the first administrator and an organization, once, on an empty instance. A `token` must be the newest set-up
 * link's; null asks for nothing but that the instance is empty (the contract's bootstrap).
 */
export async function found(
  parts: Pick<Parts, 'db' | 'access' | 'keyring' | 'passwords' | 'now'>,
  founder: Founder,
  token: string | null,
  from: From,
  company: Company = alone,
): Promise<{ user: UserRow; organization: OrganizationRow }> {
  // Nothing costly before the cheap refusal: the password is hashed for whoever would get through.
  await mustBeNew(parts.db, await readInstance(parts.db), token);
  await mustBeGood(founder.password, {
    email: founder.email,
    organizations: [founder.organization],
  });
  const password_hash = await parts.passwords.hash(founder.password);
  return inTransaction(parts.db, async (tx) => {
    await mustBeNew(tx, await lockInstance(tx), token);
    const user: UserRow = {
      id: randomUUID(),
      email: founder.email,
      first_name: founder.firstName ?? null,
      last_name: founder.lastName ?? null,
      password_hash,
      is_instance_admin: true,
      made_by: null,
      proven_at: null,
    };
    await insertUser(tx, user);
    await setSetupHash(tx, null);
    return {
      user,
      organization: await makeOrganization(parts, tx, {
        name: founder.organization,
        admin: user.id,
        from,
        company,
      }),
    };
  });
}

/** Refuses where someone has set the instance up, and a link that is not the newest. */
async function mustBeNew(
  db: Db,
  instance: { setup_hash: Buffer | null } | undefined,
  token: string | null,
): Promise<void> {
  if (await anyUser(db))
    throw new SetUpRefused(409, 'this instance is set up already; sign in instead');
  if (token !== null && !(instance?.setup_hash && sameHash(instance.setup_hash, hashToken(token))))
    throw new SetUpRefused(
      403,
      'this set-up link is not the newest; use the one printed at the last start',
    );
}

/** A new organization with its key and its first admin. */
export async function makeOrganization(
  parts: Pick<Parts, 'access' | 'keyring' | 'now'>,
  tx: Tx,
  {
    name,
    admin,
    from,
    company = alone,
  }: { name: string; admin: Id; from: From; company?: Company },
): Promise<OrganizationRow> {
  const plain = slugFrom(name, 'organization');
  const organization = {
    id: randomUUID(),
    name,
    slug: (await slugTaken(tx, plain)) ? freshSlug(name, 'organization') : plain,
  };
  await insertOrganization(tx, organization);
  await parts.keyring.makeOrganizationKey(tx, organization.id);
  await parts.access.within(tx, {
    org: organization.id,
    by: { actor: 'system', kind: 'system', request: from },
    at: parts.now(),
    commands: [
      { do: 'member.add', member: newMember(admin, 'user', 'admin') },
      ...company.commands,
    ],
    after: (inner) => company.rows(inner, organization.id),
  });
  return organization;
}

export const newMember = (
  id: Id,
  kind: Member['kind'],
  role: string,
  status: Member['status'] = 'active',
): Member => ({
  id,
  membership: randomUUID(),
  kind,
  status,
  roles: [role],
});
