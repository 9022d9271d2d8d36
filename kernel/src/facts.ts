/** What is true in one organization: plain data, one type a thing. Instants are milliseconds since 1970 UTC. */

export type Id = string;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Whether something is an id in its form (RFC 9562, §4). */
export const isId = (value: unknown): value is Id => typeof value === 'string' && uuid.test(value);
export type Instant = number;

/** A built-in role is named by its slug, a custom one by its id. */
export type RoleRef = string;

export type PrincipalKind = 'user' | 'machineIdentity';
export type MemberStatus = 'active' | 'suspended' | 'invited';
export type GroupStatus = 'active' | 'suspended';
export type HolderKind = 'principal' | 'group';
export type Source = 'manual' | 'scim' | 'oidc' | 'saml' | 'ldap' | 'rule';

/** From `from` (included) until `until` (excluded); null is open on that side. */
export type Validity = { from: Instant | null; until: Instant | null };

export const isValid = ({ from, until }: Validity, at: Instant): boolean =>
  (from === null || from <= at) && (until === null || at < until);

/** Over for good: neither in force nor ever to come. */
export const isOver = ({ until }: Validity, at: Instant): boolean => until !== null && until <= at;

/** A condition value: a string means equality, an object names operators, all of which must hold. */
export type ConditionValue = string | { readonly [operator: string]: unknown };
export type Conditions = { readonly [key: string]: ConditionValue };

/** `inverted` makes a deny. Kept as it was sent, so that it can be given back unchanged. */
export type Rule = {
  subject: string;
  action: string | readonly string[];
  inverted?: boolean;
  conditions?: Conditions;
};

/** A principal in the organization. `id` is the principal's, `membership` the id of this membership. */
export type Member = {
  id: Id;
  membership: Id;
  kind: PrincipalKind;
  status: MemberStatus;
  roles: readonly RoleRef[];
  /** Who may have this account in hand: whoever was shown the link that it was begun by, while nobody has proven its address. */
  shownTo?: readonly Id[];
};

export type Group = {
  id: Id;
  name: string;
  slug: string;
  description: string | null;
  role: RoleRef;
  status: GroupStatus;
  /** For how many milliseconds at most an owner may let someone in; null for any time. */
  longest?: number | null;
};

/** `member` is in `group` from one source; the same pair may have one edge for each source. */
export type Edge = Validity & {
  id: Id;
  group: Id;
  member: Id;
  memberKind: HolderKind;
  source: Source;
  reason: string | null;
  addedBy: Id | null;
  addedAt: Instant;
  /** Let in by one who could only as the group's owner: who added it does not hold all that the group gives. */
  byOwner?: true;
};

/** A step of a route: into a group. */
export type Step = Pick<Edge, 'group' | 'source' | 'from' | 'until' | 'byOwner'> & {
  addedBy?: Id | null;
};

export type Project = { id: Id; name: string; slug: string };

/**
 * `holder` has `role`, or the rules carried (an additional privilege), on `project`.
 * `membership` is shared by all grants of one holder in one project. `range` echoes how a temporary grant was asked for.
 */
export type Grant = Validity & {
  id: Id;
  membership: Id;
  project: Id;
  holder: Id;
  holderKind: HolderKind;
  role: RoleRef | null;
  rules: readonly Rule[] | null;
  /** The name of an additional privilege, unique for the holder on the project; null with a role. */
  slug: string | null;
  range: string | null;
  createdAt: Instant;
};

/** A `member` manager gives what it holds itself; an `owner` lets others in whatever the group gives. */
export type ManagerKind = 'member' | 'owner';

/** `holder`, or whoever is in it when it is a group, may put members into `group` and take them out, and nothing else. */
export type Manager = {
  kind: ManagerKind;
  id: Id;
  group: Id;
  holder: Id;
  holderKind: HolderKind;
  addedBy: Id | null;
  addedAt: Instant;
};

/** A custom role, of the organization when `project` is null. */
export type Role = {
  id: Id;
  project: Id | null;
  name: string;
  slug: string;
  description: string | null;
  rules: readonly Rule[];
};
