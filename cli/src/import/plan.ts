import {
  compatMemberships,
  compatSecrets,
  groups,
  imports,
  memberships,
  projects,
  roles,
  secrets,
  tags,
} from '@coterie/contract';
import { same, sameRoles, wantedRoles } from './compare.ts';
import type {
  Held,
  Source,
  SourceGroup,
  SourceProject,
  SourceRole,
  SourceSecret,
} from './source.ts';
import type { Target } from './target.ts';

/** One thing to write. `count` of them are written at once, all or none. */
export type Step = { what: string; title: string; count: number; run: () => Promise<unknown> };
/** What would be written, and what would not and why. */
export type Plan = {
  steps: Step[];
  /** Things that are here already just so, by kind. */
  same: Map<string, number>;
  /** Here, and otherwise: kept unless asked to overwrite. */
  differing: string[];
  /** What cannot be brought over. */
  left: string[];
};
type Wishes = { projects: readonly string[] | null; overwrite: boolean };

/** Compares the two instances into steps, in an order in which each finds what it needs. */
export async function planImport(source: Source, target: Target, wishes: Wishes): Promise<Plan> {
  const planner = new Planner(source, target, wishes);
  await planner.organizationRoles();
  await planner.groups();
  for (const project of await source.projects())
    if (wishes.projects === null || wishes.projects.includes(project.slug))
      await planner.project(project);
  planner.plan.left.push(...new Set(source.gaps));
  return planner.plan;
}

type People = Awaited<ReturnType<Target['people']>>;
type SecretHere = Awaited<ReturnType<Target['secrets']>>[number];

/** As many secrets as one request takes. */
const mostAtOnce = 100;

class Planner {
  readonly plan: Plan = { steps: [], same: new Map(), differing: [], left: [] };
  readonly #source: Source;
  readonly #target: Target;
  readonly #overwrite: boolean;
  // Ids here by slug; those of what is still to be made come when it is.
  readonly #groups = new Map<string, string>();
  #people: People | undefined;

  constructor(source: Source, target: Target, { overwrite }: Wishes) {
    this.#source = source;
    this.#target = target;
    this.#overwrite = overwrite;
  }

  async organizationRoles(): Promise<void> {
    const wanted = await this.#source.roles(null);
    if (wanted.length === 0) return;
    const here = await this.#target.organizationRoles();
    for (const role of wanted)
      this.#role(`organization role ${role.slug}`, 'organization role', role, here, {
        create: (body) => this.#target.call(roles.createOrganizationRole, { body }),
        edit: (roleId, body) =>
          this.#target.call(roles.editOrganizationRole, { params: { roleId }, body }),
      });
  }

  async groups(): Promise<void> {
    const wanted = await this.#source.groups();
    if (wanted.length === 0) return;
    for (const { slug, id } of await this.#target.groups()) this.#groups.set(slug, id);
    for (const group of wanted) await this.#group(group);
  }

  async #group(group: SourceGroup): Promise<void> {
    const known = this.#groups.get(group.slug);
    if (known) this.#isSame('group');
    else
      this.#add('group', `group ${group.name}`, 1, async () => {
        const role = group.customRoleSlug || group.role || 'no-access';
        const body = { name: group.name, slug: group.slug, role };
        const made = await this.#target.call(groups.createGroup, { body });
        this.#groups.set(group.slug, made.id);
      });
    const inIt = known ? await this.#target.membersOf(known) : new Set<string>();
    const { users, machines } = await this.#source.members(group.id);
    const people = await this.#everyone();
    const add: { username?: string; identityId?: string }[] = [];
    for (const name of [...users, ...machines]) {
      const identityId = people.machines.get(name);
      if (inIt.has(name)) this.#isSame('group member');
      else if (people.users.has(name)) add.push({ username: name });
      else if (identityId) add.push({ identityId });
      else this.plan.left.push(`${name} in the group ${group.name}: not in this organization`);
    }
    if (add.length > 0)
      this.#add('group member', `${add.length} members into ${group.name}`, add.length, () =>
        this.#target.call(groups.bulkMembers, {
          params: { id: this.#groups.get(group.slug) ?? '' },
          body: { add },
        }),
      );
  }

  async project(wanted: SourceProject): Promise<void> {
    const here = (await this.#target.projects()).find(({ slug }) => slug === wanted.slug);
    const place: Here = { id: here?.id ?? '', slug: wanted.slug, isThere: here !== undefined };
    if (here) this.#isSame('project');
    else
      this.#add('project', `project ${wanted.name}`, 1, async () => {
        const { project } = await this.#target.call(projects.createProject, {
          body: {
            projectName: wanted.name,
            projectDescription: wanted.description ?? null,
            slug: wanted.slug,
            shouldCreateDefaultEnvs: false,
          },
        });
        place.id = project.id;
      });
    await this.#environments(wanted, place, new Set(here?.environments.map(({ slug }) => slug)));
    await this.#projectRoles(wanted, place);
    const tagIds = await this.#tags(wanted, place);
    for (const { slug } of wanted.environments) await this.#content(wanted, place, slug, tagIds);
    await this.#holders(wanted, place);
  }

  async #environments(wanted: SourceProject, place: Here, known: Set<string>): Promise<void> {
    for (const { name, slug } of wanted.environments)
      if (known.has(slug)) this.#isSame('environment');
      else
        this.#add('environment', `environment ${slug} of ${place.slug}`, 1, () =>
          this.#target.call(projects.createEnvironment, {
            params: { projectId: place.id },
            body: { name, slug },
          }),
        );
  }

  async #projectRoles(wanted: SourceProject, place: Here): Promise<void> {
    const here = place.isThere ? await this.#target.projectRoles(place.id) : [];
    for (const role of await this.#source.roles(wanted.id))
      this.#role(`role ${role.slug} of ${place.slug}`, 'project role', role, here, {
        create: (body) =>
          this.#target.call(roles.createProjectRole, { params: { projectId: place.id }, body }),
        edit: (roleId, body) =>
          this.#target.call(roles.editProjectRole, {
            params: { projectId: place.id, roleId },
            body,
          }),
      });
  }

  #role(
    title: string,
    what: string,
    wanted: SourceRole,
    here: readonly { id: string; slug: string; permissions: unknown }[],
    write: {
      create: (body: RoleBody) => Promise<unknown>;
      edit: (id: string, body: RoleBody) => Promise<unknown>;
    },
  ): void {
    if (!wanted.permissions) {
      this.plan.left.push(`${title}: its rules are not shown by the other instance`);
      return;
    }
    const { name, slug, description = null } = wanted;
    const body = { name, slug, description, permissions: wanted.permissions } as RoleBody;
    const known = here.find((one) => one.slug === slug);
    if (!known) this.#add(what, title, 1, () => write.create(body));
    else if (same(known.permissions, wanted.permissions)) this.#isSame(what);
    else this.#differs(what, title, () => write.edit(known.id, body));
  }

  async #tags(wanted: SourceProject, place: Here): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    if (place.isThere)
      for (const { slug, id } of await this.#target.tags(place.id)) ids.set(slug, id);
    for (const { slug, name, color } of await this.#source.tags(wanted.id))
      if (ids.has(slug)) this.#isSame('tag');
      else
        this.#add('tag', `tag ${slug} of ${place.slug}`, 1, async () => {
          const { tag } = await this.#target.call(tags.createTag, {
            params: { projectId: place.id },
            body: { slug, name: name ?? slug, color: color ?? '' },
          });
          ids.set(slug, tag.id);
        });
    return ids;
  }

  async #content(
    wanted: SourceProject,
    place: Here,
    environment: string,
    tagIds: Map<string, string>,
  ): Promise<void> {
    const isThere = place.isThere && (await this.#hasEnvironment(place, environment));
    const known = isThere ? await this.#target.folders(place.id, environment) : new Set<string>();
    const paths = await this.#source.folders(wanted.id, environment);
    for (const path of paths)
      if (known.has(path)) this.#isSame('folder');
      else
        this.#add('folder', `folder ${path} in ${place.slug} ${environment}`, 1, () =>
          this.#target.call(secrets.createFolder, {
            body: {
              projectId: place.id,
              environment,
              path: path.slice(0, path.lastIndexOf('/')) || '/',
              name: path.slice(path.lastIndexOf('/') + 1),
            } as never,
          }),
        );
    const all = ['/', ...paths];
    for (const path of all)
      await this.#secrets(
        wanted,
        place,
        { environment, path },
        isThere && (path === '/' || known.has(path)),
        tagIds,
      );
    for (const path of all)
      await this.#imports(
        wanted,
        place,
        { environment, path },
        isThere && (path === '/' || known.has(path)),
      );
  }

  async #hasEnvironment(place: Here, environment: string): Promise<boolean> {
    const here = (await this.#target.projects()).find(({ id }) => id === place.id);
    return here?.environments.some(({ slug }) => slug === environment) === true;
  }

  async #secrets(
    wanted: SourceProject,
    place: Here,
    { environment, path }: Folder,
    isThere: boolean,
    tagIds: Map<string, string>,
  ): Promise<void> {
    const where = `${place.slug} ${environment} ${path}`;
    const there = await this.#source.secrets({ projectId: wanted.id, environment, path });
    const here = isThere
      ? await this.#target.secrets({ projectId: place.id, environment, path })
      : [];
    const known = new Map(here.map((one) => [one.secretKey, one]));
    const fresh: SourceSecret[] = [];
    for (const secret of there) {
      const own = known.get(secret.secretKey);
      const title = `secret ${secret.secretKey} in ${where}`;
      if (secret.secretValueHidden)
        this.plan.left.push(`${title}: its value is withheld from the token given`);
      else if (!own) fresh.push(secret);
      else if (isSameSecret(own, secret)) this.#isSame('secret');
      else
        this.#differs('secret', title, () =>
          this.#target.call(secrets.editSecret, {
            params: { secretName: secret.secretKey },
            body: {
              projectId: place.id,
              environment,
              secretPath: path,
              ...contentOf(secret, tagIds),
            },
          }),
        );
    }
    for (let start = 0; start < fresh.length; start += mostAtOnce) {
      const some = fresh.slice(start, start + mostAtOnce);
      this.#add('secret', `${some.length} secrets into ${where}`, some.length, () =>
        this.#target.call(compatSecrets.createRawSecrets, {
          body: {
            workspaceId: place.id,
            environment,
            secretPath: path,
            secrets: some.map((secret) => ({
              secretKey: secret.secretKey,
              ...contentOf(secret, tagIds),
            })),
          },
        }),
      );
    }
  }

  async #imports(
    wanted: SourceProject,
    place: Here,
    { environment, path }: Folder,
    isThere: boolean,
  ): Promise<void> {
    const here = isThere
      ? await this.#target.imports({ projectId: place.id, environment, path })
      : [];
    for (const { importPath, importEnv } of await this.#source.imports({
      projectId: wanted.id,
      environment,
      path,
    })) {
      const isKnown = here.some(
        (one) => one.importPath === importPath && one.importEnv.slug === importEnv.slug,
      );
      if (isKnown) this.#isSame('import');
      else
        this.#add('import', `import of ${importEnv.slug} ${importPath} into ${path}`, 1, () =>
          this.#target.call(imports.createImport, {
            body: {
              projectId: place.id,
              environment,
              path,
              import: { environment: importEnv.slug, path: importPath },
            } as never,
          }),
        );
    }
  }

  async #holders(wanted: SourceProject, place: Here): Promise<void> {
    const groupsHere = place.isThere ? await this.#target.projectGroups(place.id) : [];
    for (const { group, roles: held } of await this.#source.projectGroups(wanted.id)) {
      const known = groupsHere.find((one) => one.group.slug === group.slug);
      const title = `group ${group.slug} in ${place.slug}`;
      const body = { roles: wantedRoles(held) };
      const params = () => ({ projectId: place.id, groupId: this.#groups.get(group.slug) ?? '' });
      if (!known)
        this.#add('group in a project', title, 1, () =>
          this.#target.call(memberships.addProjectGroup, { params: params(), body }),
        );
      else if (sameRoles(known.roles, held)) this.#isSame('group in a project');
      else
        this.#differs('group in a project', title, () =>
          this.#target.call(memberships.editProjectGroup, { params: params(), body }),
        );
    }
    const usersHere = place.isThere ? await this.#target.projectUsers(place.id) : [];
    const people = await this.#everyone();
    for (const { user, roles: held } of await this.#source.projectUsers(wanted.id)) {
      const email = (user.email ?? user.username).toLowerCase();
      const title = `${email} in ${place.slug}`;
      const userId = people.users.get(email);
      if (usersHere.some((one) => one.user.email.toLowerCase() === email))
        this.#isSame('user in a project');
      else if (!userId) this.plan.left.push(`${title}: not in this organization`);
      else
        this.#add('user in a project', title, 1, () => this.#addUser(place, email, userId, held));
    }
  }

  /** Whoever imports is in a project already that it has just made, and stays as it is. */
  async #addUser(place: Here, email: string, userId: string, held: readonly Held[]): Promise<void> {
    const roles = wantedRoles(held);
    const forEver = roles.filter(({ isTemporary }) => !isTemporary).map(({ role }) => role);
    const { memberships: added } = await this.#target.call(compatMemberships.addWorkspaceUsers, {
      params: { projectId: place.id },
      body: { usernames: [email], roleSlugs: forEver },
    });
    if (added.length > 0 && forEver.length < roles.length)
      await this.#target.call(memberships.editProjectUser, {
        params: { projectId: place.id, userId },
        body: { roles },
      });
  }

  async #everyone(): Promise<People> {
    this.#people ??= await this.#target.people((await this.#target.organization()).id);
    return this.#people;
  }

  #add(what: string, title: string, count: number, run: () => Promise<unknown>): void {
    this.plan.steps.push({ what, title, count, run });
  }

  #isSame(what: string): void {
    this.plan.same.set(what, (this.plan.same.get(what) ?? 0) + 1);
  }

  #differs(what: string, title: string, run: () => Promise<unknown>): void {
    if (this.#overwrite) this.#add(what, `${title} (replaced)`, 1, run);
    else this.plan.differing.push(title);
  }
}

/** A project here; its id comes when it is made. */
type Here = { id: string; slug: string; isThere: boolean };
type Folder = { environment: string; path: string };
type RoleBody = {
  name: string;
  slug: string;
  description: string | null;
  permissions: { subject: string; action: string | string[] }[];
};

const contentOf = (secret: SourceSecret, tagIds: ReadonlyMap<string, string>) => ({
  secretValue: secret.secretValue,
  secretComment: secret.secretComment ?? '',
  skipMultilineEncoding: secret.skipMultilineEncoding ?? false,
  secretReminderNote: secret.secretReminderNote ?? null,
  secretReminderRepeatDays: secret.secretReminderRepeatDays ?? null,
  tagIds: (secret.tags ?? []).flatMap(({ slug }) => tagIds.get(slug) ?? []),
  secretMetadata: (secret.secretMetadata ?? []).map(({ key, value, isEncrypted }) => ({
    key,
    value,
    isEncrypted: isEncrypted ?? false,
  })),
});

const isSameSecret = (here: SecretHere, there: SourceSecret): boolean =>
  here.secretValue === there.secretValue &&
  here.secretComment === (there.secretComment ?? '') &&
  same(here.tags.map(({ slug }) => slug).sort(), (there.tags ?? []).map(({ slug }) => slug).sort());
