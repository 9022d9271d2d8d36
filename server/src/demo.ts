import type { Id } from '@coterie/kernel';
import { createFolder } from './usecases/content/folders/write.ts';
import { createSecret } from './usecases/content/secrets/write.ts';
import { addIdentity, addUser } from './usecases/groups/add-member.ts';
import { createGroup } from './usecases/groups/create.ts';
import { createClientSecret } from './usecases/identities/client-secrets.ts';
import { createIdentity } from './usecases/identities/create.ts';
import { attachAuth } from './usecases/identities/universal-auth.ts';
import { acceptInvitation } from './usecases/members/accept.ts';
import { invite } from './usecases/members/invite.ts';
import { addMembership } from './usecases/memberships/write.ts';
import type { Caller, Parts } from './usecases/parts.ts';
import { createProject } from './usecases/projects/create.ts';
import { createRole } from './usecases/roles/write.ts';
import { authenticate } from './usecases/session/authenticate.ts';
import { freshProof, issueUserToken } from './usecases/session/tokens.ts';
import { found } from './usecases/setup/found.ts';

const password = 'correct horse battery';
const from = { id: 'demo', ip: null, userAgent: null };
const people = [
  ['Alan', 'Turing', 'alan@example.com'],
  ['Ada', 'Lovelace', 'ada@example.com'],
  ['Katherine', 'Johnson', 'katherine@example.com'],
  ['Edsger', 'Dijkstra', 'edsger@example.com'],
] as const;
const secrets = [
  ['dev', '/', 'DATABASE_URL', 'postgresql://web:web@localhost:5432/web'],
  ['dev', '/', 'SESSION_SECRET', 'not-a-real-secret'],
  ['dev', '/payments', 'STRIPE_KEY', 'sk_test_demo'],
  ['staging', '/', 'DATABASE_URL', 'postgresql://web:staging@db.staging:5432/web'],
  ['prod', '/', 'DATABASE_URL', 'postgresql://web:prod@db.prod:5432/web'],
  ['prod', '/payments', 'STRIPE_KEY', 'sk_live_demo'],
] as const;

/** Fills an empty instance with a small company: people, groups, projects and secrets, by the product's own use cases. */
export async function furnishDemo(
  parts: Parts,
  progress: (text: string) => void,
  say: (text: string) => void,
): Promise<void> {
  if (!(await parts.health.look(parts.db)).isNew)
    return progress('this instance is in use already; the demo was left out');
  const { user } = await found(
    parts,
    {
      email: 'grace@example.com',
      password,
      organization: 'Analytical Engines',
      firstName: 'Grace',
      lastName: 'Hopper',
    },
    null,
    from,
  );
  const caller = await callerFor(parts, user.id);
  for (const [firstName, lastName, email] of people) {
    // The demo's people accept at once: no mail goes out to them.
    const unmailed = { ...parts, mailConfigured: false, mail: async () => false };
    const { token } = await invite(unmailed, caller, caller.org as Id, {
      email,
      role: 'member',
      firstName,
      lastName,
    });
    await acceptInvitation(parts, { token: token ?? '', password }, from);
  }
  await furnishProjects(parts, caller);
  progress('filled the demo organization Analytical Engines');
  say(
    `\nSign in as grace@example.com (admin), alan@, ada@, katherine@ or edsger@example.com; the password of each is: ${password}`,
  );
}

/** The demo's administrator, as signed in. The token is of this process alone and lasts as any other. */
async function callerFor(parts: Parts, user: Id): Promise<Caller> {
  const org = (await parts.db.selectFrom('organizations').select('id').executeTakeFirstOrThrow())
    .id;
  const { token } = await issueUserToken(parts, user, org, from, freshProof(parts.now(), false));
  const caller = await authenticate(parts, token, from);
  if (!caller) throw new Error('the demo could not sign in');
  return caller;
}

async function furnishProjects(parts: Parts, caller: Caller): Promise<void> {
  const engineering = await createGroup(parts, caller, {
    name: 'Engineering',
    slug: 'engineering',
    role: 'member',
    description: 'Builds and runs the products',
  });
  const onCall = await createGroup(parts, caller, {
    name: 'On call',
    slug: 'on-call',
    role: 'no-access',
    description: 'Carries the pager this week',
  });
  await addUser(parts, caller, engineering.id, 'alan@example.com');
  await addUser(parts, caller, engineering.id, 'ada@example.com');
  await addUser(parts, caller, onCall.id, 'ada@example.com');
  const identity = await createIdentity(parts, caller, {
    name: 'CI pipeline',
    role: 'no-access',
    hasDeleteProtection: false,
  });
  await attachAuth(parts, caller, identity.id, {});
  await createClientSecret(parts, caller, identity.id, {
    description: 'demo',
    numUsesLimit: 0,
    ttl: 0,
  });
  await addIdentity(parts, caller, engineering.id, identity.id);

  const web = await createProject(
    parts,
    caller,
    project('Web shop', 'web-shop', 'The shop and its payments'),
  );
  const notes = await createProject(
    parts,
    caller,
    project('Engine notes', 'engine-notes', 'Design notes and keys of the engine'),
  );
  for (const environment of ['dev', 'prod'])
    await createFolder(parts, caller, {
      projectId: web.id,
      environment,
      path: '/',
      name: 'payments',
    });
  for (const [environment, secretPath, key, secretValue] of secrets)
    await createSecret(parts, caller, key, {
      projectId: web.id,
      environment,
      secretPath,
      secretValue,
    });
  await createSecret(parts, caller, 'PUNCH_CARD_KEY', {
    projectId: notes.id,
    environment: 'dev',
    secretPath: '/',
    secretValue: 'brass',
  });

  const guard = await createRole(parts, caller, web.id, {
    slug: 'no-production',
    name: 'No production',
    description: 'Keeps its holders out of production, whatever else they have',
    permissions: [
      {
        subject: 'secrets',
        action: ['describeSecret', 'readValue'],
        inverted: true,
        conditions: { environment: 'prod' },
      },
    ],
  });
  const permanent = (role: string) => ({ role, isTemporary: false });
  await addMembership(parts, caller, 'group', { project: web.id, holder: engineering.id }, [
    permanent('member'),
  ]);
  await addMembership(parts, caller, 'group', { project: web.id, holder: onCall.id }, [
    permanent('viewer'),
    { role: 'admin', isTemporary: true, temporaryRange: '7d', temporaryAccessStartTime: null },
  ]);
  const edsger = await parts.db
    .selectFrom('users')
    .select('id')
    .where('email', '=', 'edsger@example.com')
    .executeTakeFirstOrThrow();
  await addMembership(parts, caller, 'user', { project: web.id, holder: edsger.id }, [
    permanent('member'),
    permanent(guard.slug),
  ]);
}

const project = (projectName: string, slug: string, projectDescription: string) => ({
  projectName,
  slug,
  projectDescription,
  type: 'secret-manager',
  shouldCreateDefaultEnvs: true,
  hasDeleteProtection: false,
});
