import { compatMemberships, groups, memberships, projects, roles, tags } from '@coterie/contract';
import { sameRoles, wantedRoles } from './compare.ts';
import { Content, type Here } from './content.ts';
import { Ledger, type Plan } from './ledger.ts';
import type { Held, Source, SourceGroup, SourceProject } from './source.ts';
import type { Target } from './target.ts';

type Wishes = { projects: readonly string[] | null; overwrite: boolean };

/** Compares the two instances into steps, in an order in which each finds what it needs. */
export async function planImport(source: Source, target: Target, wishes: Wishes): Promise<Plan> {
  const ledger = new Ledger(wishes.overwrite);
  const planner = new Planner(source, target, ledger);
  await planner.organizationRoles();
  await planner.groups();
  for (const project of await source.projects())
    if (wishes.projects === null || wishes.projects.includes(project.slug))
      await planner.project(project);
  ledger.plan.left.push(...new Set(source.gaps));
  return ledger.plan;
}

type People = Awaited<ReturnType<Target['people']>>;
class Planner {
  readonly #ledger: Ledger;
  readonly #content: Content;
  readonly #source: Source;
  readonly #target: Target;
  // Ids here by slug; those of what is still to be made come when it is.
  readonly #groups = new Map<string, string>();
  #people: People | undefined;

  constructor(source: Source, target: Target, ledger: Ledger) {
    this.#source = source;
    this.#target = target;
    this.#ledger = ledger;
    this.#content = new Content(source, target, ledger);
  }

  async organizationRoles(): Promise<void> {
    const wanted = await this.#source.roles(null);
    if (wanted.length === 0) return;
    const here = await this.#target.organizationRoles();
    for (const role of wanted)
      this.#ledger.role(`organization role ${role.slug}`, 'organization role', role, here, {
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
    if (known) this.#ledger.isSame('group');
    else
      this.#ledger.add('group', `group ${group.name}`, 1, async () => {
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
      if (inIt.has(name)) this.#ledger.isSame('group member');
      else if (people.users.has(name)) add.push({ username: name });
      else if (identityId) add.push({ identityId });
      else
        this.#ledger.plan.left.push(`${name} in the group ${group.name}: not in this organization`);
    }
    if (add.length > 0)
      this.#ledger.add('group member', `${add.length} members into ${group.name}`, add.length, () =>
        this.#target.call(groups.bulkMembers, {
          params: { id: this.#groups.get(group.slug) ?? '' },
          body: { add },
        }),
      );
  }

  async project(wanted: SourceProject): Promise<void> {
    const here = (await this.#target.projects()).find(({ slug }) => slug === wanted.slug);
    const place: Here = { id: here?.id ?? '', slug: wanted.slug, isThere: here !== undefined };
    if (here) this.#ledger.isSame('project');
    else
      this.#ledger.add('project', `project ${wanted.name}`, 1, async () => {
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
    for (const { slug } of wanted.environments)
      await this.#content.environment(wanted, place, slug, tagIds);
    await this.#holders(wanted, place);
  }

  async #environments(wanted: SourceProject, place: Here, known: Set<string>): Promise<void> {
    for (const { name, slug } of wanted.environments)
      if (known.has(slug)) this.#ledger.isSame('environment');
      else
        this.#ledger.add('environment', `environment ${slug} of ${place.slug}`, 1, () =>
          this.#target.call(projects.createEnvironment, {
            params: { projectId: place.id },
            body: { name, slug },
          }),
        );
  }

  async #projectRoles(wanted: SourceProject, place: Here): Promise<void> {
    const here = place.isThere ? await this.#target.projectRoles(place.id) : [];
    for (const role of await this.#source.roles(wanted.id))
      this.#ledger.role(`role ${role.slug} of ${place.slug}`, 'project role', role, here, {
        create: (body) =>
          this.#target.call(roles.createProjectRole, { params: { projectId: place.id }, body }),
        edit: (roleId, body) =>
          this.#target.call(roles.editProjectRole, {
            params: { projectId: place.id, roleId },
            body,
          }),
      });
  }

  async #tags(wanted: SourceProject, place: Here): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    if (place.isThere)
      for (const { slug, id } of await this.#target.tags(place.id)) ids.set(slug, id);
    for (const { slug, name, color } of await this.#source.tags(wanted.id))
      if (ids.has(slug)) this.#ledger.isSame('tag');
      else
        this.#ledger.add('tag', `tag ${slug} of ${place.slug}`, 1, async () => {
          const { tag } = await this.#target.call(tags.createTag, {
            params: { projectId: place.id },
            body: { slug, name: name ?? slug, color: color ?? '' },
          });
          ids.set(slug, tag.id);
        });
    return ids;
  }

  async #holders(wanted: SourceProject, place: Here): Promise<void> {
    const groupsHere = place.isThere ? await this.#target.projectGroups(place.id) : [];
    for (const { group, roles: held } of await this.#source.projectGroups(wanted.id)) {
      const known = groupsHere.find((one) => one.group.slug === group.slug);
      const title = `group ${group.slug} in ${place.slug}`;
      const body = { roles: wantedRoles(held) };
      const params = () => ({ projectId: place.id, groupId: this.#groups.get(group.slug) ?? '' });
      if (!known)
        this.#ledger.add('group in a project', title, 1, () =>
          this.#target.call(memberships.addProjectGroup, { params: params(), body }),
        );
      else if (sameRoles(known.roles, held)) this.#ledger.isSame('group in a project');
      else
        this.#ledger.differs('group in a project', title, () =>
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
        this.#ledger.isSame('user in a project');
      else if (!userId) this.#ledger.plan.left.push(`${title}: not in this organization`);
      else
        this.#ledger.add('user in a project', title, 1, () =>
          this.#addUser(place, email, userId, held),
        );
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
}
