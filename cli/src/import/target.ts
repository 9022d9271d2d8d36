import {
  type Call,
  CallFailed,
  call,
  compatMemberships,
  type Endpoint,
  groups,
  identities,
  imports,
  members,
  memberships,
  projects,
  roles,
  secrets,
  session,
  tags,
} from '@coterie/contract';
import { Failure } from '../failure.ts';
import type { Place } from './source.ts';

/** This instance, read and written by the typed client. */
export class Target {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  /** Calls an endpoint; what the server refuses is a Failure in its words. */
  async call<E extends Endpoint>(
    endpoint: E,
    ...given: Record<never, never> extends Call<E> ? [Call<E>?] : [Call<E>]
  ): ReturnType<typeof call<E>> {
    try {
      return await call(
        (path, init) =>
          fetch(this.#url + path, {
            ...init,
            headers: { ...init.headers, authorization: `Bearer ${this.#token}` },
          }),
        endpoint,
        ...given,
      );
    } catch (error) {
      if (error instanceof CallFailed) throw new Failure(error.message);
      if (error instanceof TypeError)
        throw new Failure(`${this.#url} cannot be reached: ${String(error.cause ?? error)}`);
      throw error;
    }
  }

  async organization() {
    const { organizations } = await this.call(session.listOrganizations);
    const [own] = organizations;
    if (!own) throw new Failure(`the token for ${this.#url} is of no organization`);
    return own;
  }

  projects = async () => (await this.call(projects.listProjects)).projects;
  groups = () => this.call(groups.listGroups);
  organizationRoles = async () => (await this.call(roles.listOrganizationRoles)).roles;
  projectRoles = async (projectId: string) =>
    (await this.call(roles.listProjectRoles, { params: { projectId } })).roles;
  tags = async (projectId: string) =>
    (await this.call(tags.listTags, { params: { projectId } })).tags;
  projectGroups = async (projectId: string) =>
    (
      await this.call(memberships.listProjectGroups, {
        params: { projectId },
        query: { limit: 1000 },
      })
    ).groupMemberships;
  projectUsers = async (projectId: string) =>
    (await this.call(compatMemberships.listWorkspaceUsers, { params: { projectId } })).memberships;

  /** Ids of the users by e-mail, and of the machine identities by name. */
  async people(
    orgId: string,
  ): Promise<{ users: Map<string, string>; machines: Map<string, string> }> {
    const users = new Map<string, string>();
    const machines = new Map<string, string>();
    for (let offset = 0; ; offset += 1000) {
      const query = { limit: 1000, offset };
      const page = await this.call(members.listMembers, { params: { orgId }, query });
      for (const one of page.users) users.set(one.user.email.toLowerCase(), one.userId);
      if (offset + 1000 >= page.totalCount) break;
    }
    for (let offset = 0; ; offset += 1000) {
      const page = await this.call(identities.listIdentities, { query: { limit: 1000, offset } });
      for (const { identity } of page.identities) machines.set(identity.name, identity.id);
      if (offset + 1000 >= page.totalCount) break;
    }
    return { users, machines };
  }

  /** Who is in a group: the e-mails of its users, and the names of its machine identities. */
  async membersOf(groupId: string): Promise<Set<string>> {
    const found = new Set<string>();
    for (let offset = 0; ; offset += 1000) {
      const query = { limit: 1000, offset };
      const page = await this.call(groups.listGroupMembers, { params: { id: groupId }, query });
      for (const one of page.members)
        if (one.type === 'user') found.add(one.user.email.toLowerCase());
        else if (one.type === 'machineIdentity') found.add(one.machineIdentity.name);
      if (offset + 1000 >= page.totalCount) return found;
    }
  }

  async folders(projectId: string, environment: string): Promise<Set<string>> {
    const query = { projectId, environment, path: '/', recursive: 'true' as const };
    const { folders } = await this.call(secrets.listFolders, { query: query as never });
    return new Set(folders.map(({ path }) => path));
  }

  /** The shared secrets of a folder as they are written. */
  async secrets({ projectId, environment, path }: Place) {
    const { secrets: found } = await this.call(secrets.listSecrets, {
      query: {
        projectId,
        environment,
        secretPath: path,
        expandSecretReferences: 'false',
        includeImports: 'false',
        includePersonalOverrides: 'false',
      },
    });
    return found;
  }

  async imports({ projectId, environment, path }: Place) {
    const query = { projectId, environment, path };
    return (await this.call(imports.listImports, { query: query as never })).secretImports;
  }
}
