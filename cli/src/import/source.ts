import { z } from 'zod';
import { Failure } from '../failure.ts';

/** What is read of another instance. Unknown fields are left alone; what is missing is taken as not there. */
const text = z.string().nullish();
const rule = z.looseObject({ subject: z.union([z.string(), z.array(z.string())]) });
const role = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  description: text,
  permissions: z.array(rule).nullish(),
});
const held = z.object({
  role: z.string(),
  customRoleSlug: text,
  isTemporary: z.boolean().nullish(),
  temporaryMode: text,
  temporaryRange: text,
  temporaryAccessStartTime: text,
});
const project = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  description: text,
  environments: z.array(z.object({ name: z.string(), slug: z.string() })).default([]),
});
const group = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  role: text,
  customRoleSlug: text,
});
const member = z.object({
  type: z.string().nullish(),
  user: z.object({ username: z.string(), email: text }).nullish(),
  machineIdentity: z.object({ name: z.string() }).nullish(),
});
const secret = z.object({
  secretKey: z.string(),
  secretValue: z.string().default(''),
  secretComment: text,
  secretValueHidden: z.boolean().nullish(),
  skipMultilineEncoding: z.boolean().nullish(),
  secretReminderNote: text,
  secretReminderRepeatDays: z.number().nullish(),
  type: text,
  tags: z.array(z.object({ slug: z.string() })).nullish(),
  secretMetadata: z
    .array(z.object({ key: z.string(), value: z.string(), isEncrypted: z.boolean().nullish() }))
    .nullish(),
});

export type SourceProject = z.output<typeof project>;
export type SourceGroup = z.output<typeof group>;
export type SourceRole = z.output<typeof role>;
export type SourceSecret = z.output<typeof secret>;
export type Held = z.output<typeof held>;
/** A folder of an environment. */
export type Place = { projectId: string; environment: string; path: string };

const builtIn = new Set(['admin', 'member', 'viewer', 'no-access']);

/** Another instance, read through the paths that its public clients use. */
export class Source {
  readonly #url: string;
  readonly #token: string;
  /** What could not be read, in words: told, and gone on without. */
  readonly gaps: string[] = [];

  constructor(url: string, token: string) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  async projects(): Promise<SourceProject[]> {
    const { projects } = await this.#get(
      '/api/v1/projects',
      {},
      z.object({ projects: z.array(project) }),
    );
    return projects;
  }

  /** The paths of all folders below the root of an environment, parents first. */
  async folders(projectId: string, environment: string): Promise<string[]> {
    const found: string[] = [];
    const from = ['/'];
    for (const path of from) {
      const { folders } = await this.#get(
        '/api/v1/folders',
        { workspaceId: projectId, environment, path },
        z.object({ folders: z.array(z.object({ name: z.string() })) }),
      );
      for (const { name } of folders) {
        const child = `${path === '/' ? '' : path}/${name}`;
        found.push(child);
        from.push(child);
      }
    }
    return found;
  }

  /** The shared secrets of a folder, with their values as they are written. */
  async secrets({ projectId, environment, path }: Place): Promise<SourceSecret[]> {
    const { secrets } = await this.#get(
      '/api/v3/secrets/raw',
      {
        workspaceId: projectId,
        environment,
        secretPath: path,
        expandSecretReferences: 'false',
        include_imports: 'false',
        recursive: 'false',
        viewSecretValue: 'true',
      },
      z.object({ secrets: z.array(secret) }),
    );
    return secrets.filter(({ type }) => type !== 'personal');
  }

  async imports({ projectId, environment, path }: Place) {
    const { secretImports } = await this.#get(
      '/api/v1/secret-imports',
      { workspaceId: projectId, environment, path },
      z.object({
        secretImports: z.array(
          z.object({ importPath: z.string(), importEnv: z.object({ slug: z.string() }) }),
        ),
      }),
    );
    return secretImports;
  }

  async tags(projectId: string) {
    const { workspaceTags } = await this.#get(
      `/api/v1/workspace/${projectId}/tags`,
      {},
      z.object({
        workspaceTags: z.array(z.object({ slug: z.string(), name: text, color: text })),
      }),
    );
    return workspaceTags;
  }

  /** The custom roles of a project, or of the organization. */
  async roles(projectId: string | null): Promise<SourceRole[]> {
    const path =
      projectId === null ? '/api/v1/organization/roles' : `/api/v1/projects/${projectId}/roles`;
    const answer = await this.#try(
      projectId === null ? 'the organization roles' : 'the roles of a project',
      () => this.#get(path, {}, z.object({ roles: z.array(role) })),
    );
    return (answer?.roles ?? []).filter(({ slug }) => !builtIn.has(slug));
  }

  async groups(): Promise<SourceGroup[]> {
    const answer = await this.#try('the groups', () =>
      this.#get('/api/v1/groups', {}, z.array(group)),
    );
    return answer ?? [];
  }

  /** The user names, and the names of the machine identities, that are in a group. */
  async members(groupId: string): Promise<{ users: string[]; machines: string[] }> {
    const users: string[] = [];
    const machines: string[] = [];
    for (let offset = 0; ; offset += 100) {
      const page = await this.#try('the members of a group', () =>
        this.#get(
          `/api/v1/groups/${groupId}/members`,
          { offset: String(offset), limit: '100' },
          z.object({ members: z.array(member) }),
        ),
      );
      for (const one of page?.members ?? []) {
        if (one.user) users.push((one.user.email ?? one.user.username).toLowerCase());
        if (one.machineIdentity) machines.push(one.machineIdentity.name);
      }
      if ((page?.members.length ?? 0) < 100) return { users, machines };
    }
  }

  async projectGroups(projectId: string) {
    const answer = await this.#try('the groups of a project', () =>
      this.#get(
        `/api/v2/workspace/${projectId}/groups`,
        {},
        z.object({
          groupMemberships: z.array(
            z.object({ group: z.object({ slug: z.string() }), roles: z.array(held) }),
          ),
        }),
      ),
    );
    return answer?.groupMemberships ?? [];
  }

  async projectUsers(projectId: string) {
    const answer = await this.#try('the users of a project', () =>
      this.#get(
        `/api/v1/workspace/${projectId}/memberships`,
        {},
        z.object({
          memberships: z.array(
            z.object({
              user: z.object({ username: z.string(), email: text }),
              roles: z.array(held).default([]),
            }),
          ),
        }),
      ),
    );
    return answer?.memberships ?? [];
  }

  /** What an instance may refuse without spoiling the rest. */
  async #try<T>(what: string, read: () => Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.gaps.push(`${what}: ${error.message}`);
      return null;
    }
  }

  async #get<T>(path: string, query: Record<string, string>, schema: z.ZodType<T>): Promise<T> {
    const search = new URLSearchParams(query).toString();
    const url = `${this.#url}${path}${search ? `?${search}` : ''}`;
    const headers = { authorization: `Bearer ${this.#token}`, accept: 'application/json' };
    const answer = await fetch(url, { headers }).catch((error: unknown) => {
      throw new Failure(
        `${this.#url} cannot be reached: ${String((error as Error).cause ?? error)}`,
      );
    });
    const json: unknown = await answer.json().catch(() => null);
    if (!answer.ok)
      throw new Failure(
        `${this.#url} answered ${answer.status} to GET ${path}: ${said(json) ?? 'without a reason'}`,
      );
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    throw new Failure(`${this.#url} answered GET ${path} in a form that is not known here`);
  }
}

const said = (json: unknown): string | undefined =>
  typeof json === 'object' && json !== null && 'message' in json && typeof json.message === 'string'
    ? json.message
    : undefined;
