import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Call,
  CallFailed,
  call,
  type Endpoint,
  groups,
  identities,
  members,
  memberships,
  type Problem,
  projects,
  roles,
  type Send,
  secrets,
  session,
} from '@coterie/contract';
import { readConfig } from '../../src/config.ts';
import { makeLogger, type Running, start } from '../../src/server.ts';
import { openDb } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import { type TestDatabase, testDatabase } from './database.ts';

const password = 'correct horse battery';
export const rootKey = randomBytes(32).toString('hex');

export const migrated = async (url: string): Promise<void> => {
  const { db, close } = openDb({ url }, () => {});
  await migrate(db);
  await close();
};

/** One or more server nodes on a database of their own, with real HTTP. */
export type House = {
  database: TestDatabase;
  nodes: Running[];
  url: string;
  /** The settings that the nodes run with. */
  env: Record<string, string>;
  /** `settings` are of this node alone. */
  addNode(settings?: Record<string, string>): Promise<Running>;
  close(): Promise<void>;
};

/** Opens a house with one node; `more` is put into the environment of each. */
export async function openHouse(more: Record<string, string> = {}): Promise<House> {
  const database = await testDatabase(migrated);
  const dataDir = await mkdtemp(join(tmpdir(), 'coterie-house-'));
  const nodes: Running[] = [];
  const environment = {
    PORT: '0',
    DATABASE_URL: database.url,
    COTERIE_DATA_DIR: dataDir,
    COTERIE_ROOT_KEY: rootKey,
    RATE_LIMIT_TOKEN: '0',
    RATE_LIMIT_NETWORK: '0',
    ...more,
  };
  const addNode = async (settings: Record<string, string> = {}): Promise<Running> => {
    const node = await start(
      readConfig({ ...environment, ...settings }, dataDir),
      makeLogger('silent'),
      () => {},
    );
    nodes.push(node);
    return node;
  };
  const first = await addNode().catch(async (error: unknown) => {
    await database.drop();
    throw error;
  });
  return {
    database,
    nodes,
    url: first.url,
    env: environment,
    addNode,
    async close() {
      for (const node of nodes) await node.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Someone with a bearer token, at one node. */
export type Caller = {
  token: string;
  call: <E extends Endpoint>(
    endpoint: E,
    ...given: Record<never, never> extends Call<E> ? [Call<E>?] : [Call<E>]
  ) => ReturnType<typeof call<E>>;
  /** The refusal of a call that must be refused; fails when it is not. */
  refusal: <E extends Endpoint>(endpoint: E, given?: Call<E>) => Promise<Problem>;
  at: (url: string) => Caller;
};

export const sender =
  (url: string, token?: string): Send =>
  (path, init) =>
    fetch(url + path, {
      ...init,
      headers: { ...init.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    });

export function callerAt(url: string, token: string): Caller {
  const send = sender(url, token);
  return {
    token,
    call: (endpoint, ...given) => call(send, endpoint, ...given),
    refusal: async (endpoint, given) => {
      const failed = await call(send, endpoint as Endpoint, given as Call<Endpoint>).then(
        () => null,
        (error: unknown) => error,
      );
      if (failed instanceof CallFailed && failed.problem) return failed.problem;
      throw new Error(`${endpoint.method} ${endpoint.path} was not refused: ${String(failed)}`);
    },
    at: (other) => callerAt(other, token),
  };
}

export type Person = Caller & { id: string; email: string; membershipId: string };

/** A set-up instance: its organization, its admin, and ways to make more. */
export type Company = Awaited<ReturnType<typeof openCompany<House>>>;

export async function openCompany<H extends { url: string }>(
  house: H,
  organization = 'Analytical Engines',
) {
  const email = 'grace@example.com';
  const made = await call(sender(house.url), session.bootstrap, {
    body: { email, password, organization },
  });
  const machine = callerAt(house.url, made.identity.credentials.token);
  const admin = callerAt(house.url, (await signIn(house.url, email)).accessToken);
  return {
    house,
    admin,
    adminId: made.user.id,
    adminEmail: email,
    machine,
    orgId: made.organization.id,
    ...ways(house, admin, made.organization.id),
  };
}

export const signIn = (url: string, email: string) =>
  call(sender(url), session.login, { body: { email, password } });

/** Another organization on the same instance, with its admin signed in to it. */
export async function openOtherOrganization(company: Company, name = 'Difference Engines') {
  const { organization } = await company.admin.call(session.createOrganization, { body: { name } });
  const { token } = await company.admin.call(session.selectOrganization, {
    body: { organizationId: organization.id },
  });
  const admin = callerAt(company.house.url, token);
  return {
    house: company.house,
    admin,
    orgId: organization.id,
    ...ways(company.house, admin, organization.id),
  };
}

/** Ways to make people, groups and the rest by the API, as an admin. */
function ways(house: { url: string }, admin: Caller, orgId: string) {
  return {
    async person(name: string, role = 'member'): Promise<Person> {
      const email = `${name.toLowerCase()}@example.com`;
      const body = { email, role, firstName: name };
      const { token } = await admin.call(members.invite, { params: { orgId }, body });
      await call(sender(house.url), members.acceptInvitation, {
        body: { token: token ?? '', password },
      });
      const { users } = await admin.call(members.listMembers, {
        params: { orgId },
        query: { search: email },
      });
      const member = users[0];
      if (!member) throw new Error(`${email} is not there`);
      const { accessToken } = await signIn(house.url, email);
      return {
        ...callerAt(house.url, accessToken),
        id: member.userId,
        email,
        membershipId: member.id,
      };
    },
    group: (name: string, role = 'no-access') =>
      admin.call(groups.createGroup, { body: { name, role } }),
    project: async (projectName: string) =>
      (await admin.call(projects.createProject, { body: { projectName } })).project,
    role: async (slug: string, permissions: object[], projectId?: string) => {
      const body = { slug, name: slug, permissions: permissions as never };
      return projectId
        ? (await admin.call(roles.createProjectRole, { params: { projectId }, body })).role
        : (await admin.call(roles.createOrganizationRole, { body })).role;
    },
    identity: async (name: string, role = 'no-access') => {
      const { identity } = await admin.call(identities.createIdentity, { body: { name, role } });
      const params = { identityId: identity.id };
      const auth = await admin.call(identities.attachUniversalAuth, { params, body: {} });
      const secret = await admin.call(identities.createClientSecret, { params, body: {} });
      const { clientId } = auth.identityUniversalAuth;
      const { accessToken } = await call(sender(house.url), identities.universalAuthLogin, {
        body: { clientId, clientSecret: secret.clientSecret },
      });
      return {
        ...callerAt(house.url, accessToken),
        id: identity.id,
        clientId,
        clientSecret: secret.clientSecret,
        clientSecretId: secret.clientSecretData.id,
      };
    },
    secret: (projectId: string, name: string, value = 'v', environment = 'dev', secretPath = '/') =>
      admin.call(secrets.createSecret, {
        params: { secretName: name },
        body: { projectId, environment, secretPath, secretValue: value },
      }),
    join: (group: { id: string }, person: { email: string }) =>
      admin.call(groups.addGroupUser, { params: { id: group.id, username: person.email } }),
    leave: (group: { id: string }, person: { email: string }) =>
      admin.call(groups.removeGroupUser, { params: { id: group.id, username: person.email } }),
    addGroup: (project: { id: string }, group: { id: string }, ...slugs: string[]) =>
      admin.call(memberships.addProjectGroup, {
        params: { projectId: project.id, groupId: group.id },
        body: { roles: slugs.map((role) => ({ role })) },
      }),
    removeGroup: (project: { id: string }, group: { id: string }) =>
      admin.call(memberships.removeProjectGroup, {
        params: { projectId: project.id, groupId: group.id },
      }),
    addUser: (project: { id: string }, person: { id: string }, ...slugs: string[]) =>
      admin.call(memberships.addProjectUser, {
        params: { projectId: project.id, userId: person.id },
        body: { roles: slugs.map((role) => ({ role })) },
      }),
  };
}

/** The value that a caller reads, or the status of its refusal. */
export async function reads(
  caller: Caller,
  projectId: string,
  name: string,
  environment = 'dev',
  secretPath = '/',
): Promise<string | number> {
  try {
    const { secret } = await caller.call(secrets.getSecret, {
      params: { secretName: name },
      query: { projectId, environment, secretPath },
    });
    return secret.secretValueHidden ? 'hidden' : secret.secretValue;
  } catch (error) {
    if (error instanceof CallFailed) return error.status;
    throw error;
  }
}
