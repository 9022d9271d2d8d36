import { decodeJwt } from 'jose';
import { z } from 'zod';
import { mustBeListed } from './bounds.ts';
import { type About, type Means, NotProven, needOneOf, needText, way } from './proof.ts';
import { verified } from './token.ts';

const settings = z.object({
  type: z.enum(['gce', 'iam']).default('gce'),
  allowedServiceAccounts: z.string().default(''),
  allowedProjects: z.string().default(''),
  allowedZones: z.string().default(''),
});
type Settings = z.output<typeof settings>;

/** What Google says of a machine in its identity token. */
const machine = z.object({
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  google: z
    .object({
      compute_engine: z
        .object({ project_id: z.string().optional(), zone: z.string().optional() })
        .optional(),
    })
    .optional(),
});

/** A token of Google's metadata server, or one that a service account has signed; either is for the identity alone. */
export const gcp = way({
  name: 'gcp-auth',
  thing: 'gcpAuth',
  wrapper: 'identityGcpAuth',
  settings,
  check(wanted) {
    if (wanted.type === 'iam')
      needText('allowedServiceAccounts', wanted.allowedServiceAccounts, 'service accounts');
    needOneOf(wanted, ['allowedServiceAccounts', 'allowedProjects']);
  },
  verify: (means, about, { jwt = '' }) =>
    about.settings.type === 'iam' ? byAccount(means, about, jwt) : byMachine(means, about, jwt),
});

async function byMachine(
  { outside, now }: Means,
  { settings: allowed, identity }: About<Settings>,
  jwt: string,
): Promise<void> {
  const claims = await verified(jwt, outside.keys.at(outside.clouds.googleKeys), {
    issuers: ['https://accounts.google.com', 'accounts.google.com'],
    audiences: [identity],
    now,
  });
  const { data } = machine.safeParse(claims);
  if (data?.email_verified !== true) throw new NotProven('Google has not verified the account');
  const { project_id, zone } = data.google?.compute_engine ?? {};
  mustBeListed('service account', allowed.allowedServiceAccounts, data.email);
  mustBeListed('project', allowed.allowedProjects, project_id);
  mustBeListed('zone', allowed.allowedZones, zone);
}

/** An account's name is a part of the address that its keys are at. */
const accountName = /^[a-z0-9-]{1,64}@[a-z0-9.-]{1,200}\.gserviceaccount\.com$/;

async function byAccount(
  { outside, now }: Means,
  { settings: allowed, identity }: About<Settings>,
  jwt: string,
): Promise<void> {
  const account = subjectOf(jwt);
  if (!accountName.test(account)) throw new NotProven('the token is of no service account');
  // Before its keys are asked for: nobody has those of other accounts fetched.
  mustBeListed('service account', allowed.allowedServiceAccounts, account);
  const keys = outside.keys.at(outside.clouds.googleAccountKeys(account));
  await verified(jwt, keys, { audiences: [identity], now });
}

function subjectOf(jwt: string): string {
  try {
    return decodeJwt(jwt).sub ?? '';
  } catch {
    throw new NotProven('the token is none');
  }
}
