import type { Role } from '../../kernel/src/index.ts';
import {
  groupsOfAUser,
  isOver,
  isSuspended,
  type Organization,
  validityOf,
} from './organization.ts';

/**
 * The organization as it is now, worked out beforehand for those that know no time, no suspension and no nesting:
 * who stands behind a user, and which roles a holder has on a project.
 */
export class LiveOrganization {
  readonly organization: Organization;
  readonly #users: Map<string, number>;
  readonly #roles = new Map<string, Map<string, Role[]>>();

  constructor(organization: Organization) {
    this.organization = organization;
    this.#users = new Map(organization.users.map((id, index) => [id, index]));
    for (const grant of organization.grants) {
      if (isOver(grant)) continue;
      const project = organization.projects[grant.project] as string;
      const byHolder = this.#roles.get(project) ?? new Map<string, Role[]>();
      this.#roles.set(project, byHolder);
      const roles = byHolder.get(grant.holder) ?? [];
      byHolder.set(grant.holder, [...roles, organization.roles[grant.role] as Role]);
    }
  }

  /** The groups, by index, that a user is in now, nested ones too. */
  groupsOf(user: number): number[] {
    const { groupsOfUsers, parents } = this.organization;
    const found = new Set<number>();
    for (let i = user * groupsOfAUser; i < (user + 1) * groupsOfAUser; i++) {
      if (isOver(validityOf(i))) continue;
      let group = groupsOfUsers[i] as number;
      while (group >= 0 && !isSuspended(group) && !found.has(group)) {
        found.add(group);
        group = parents[group] as number;
      }
    }
    return [...found];
  }

  /** A user and the groups it is in, by id. */
  holdersOf(principal: string): string[] {
    const user = this.#users.get(principal) ?? -1;
    const groups = this.groupsOf(user).map((group) => this.organization.groups[group] as string);
    return [principal, ...groups];
  }

  rolesOf(project: string): ReadonlyMap<string, readonly Role[]> {
    return this.#roles.get(project) ?? new Map();
  }
}
