/**
 * The access model, section 2, as slowly and obviously as it can be said: arrays and filters, nothing indexed, nothing
 * remembered. The evaluator in `src` must give the same answers; where they differ, the model decides.
 */
import type {
  Edge,
  Grant,
  Group,
  Id,
  Instant,
  Manager,
  Member,
  Project,
  Role,
  RoleRef,
  Rule,
  Validity,
} from '../src/facts.ts';
import { type Attributes, conditionsMatch } from './conditions.ts';

export type Snapshot = {
  members: readonly Member[];
  groups: readonly Group[];
  edges: readonly Edge[];
  projects: readonly Project[];
  grants: readonly Grant[];
  roles: readonly Role[];
  managers: readonly Manager[];
};
export type Level = 'organization' | 'project';
export type BuiltIn = (ref: RoleRef, level: Level) => readonly Rule[] | undefined;

/** `project` null asks at the organization level. */
export type Question = {
  principal: Id;
  project: Id | null;
  action: string;
  subject: string;
  attributes?: Attributes;
};

/** The edges from the principal up to the holder, what the holder has, and the rules that this gives. */
export type OracleRoute = {
  edges: readonly Id[];
  groups: readonly Id[];
  through: { grant: Id } | { memberRole: RoleRef } | { groupRole: RoleRef };
  rules: readonly Rule[];
};

const deepest = 10;

/** Some live route carries a matching allow, and no live route carries a matching deny. */
export function mayOracle(
  world: Snapshot,
  question: Question,
  at: Instant,
  builtIn: BuiltIn,
): boolean {
  const routes = routesOracle(world, question.principal, question.project, at, builtIn);
  const rules = routes.flatMap((route) => route.rules);
  return actionsAsked(question).every((action) => {
    const matching = rules.filter((rule) => matches(rule, { ...question, action }));
    const denies = matching.filter((rule) => rule.inverted === true);
    const allows = matching.filter((rule) => rule.inverted !== true);
    return allows.length > 0 && denies.length === 0;
  });
}

/** Every live route of the principal to the project, or to the organization when `project` is null. */
export function routesOracle(
  world: Snapshot,
  principal: Id,
  project: Id | null,
  at: Instant,
  builtIn: BuiltIn,
): OracleRoute[] {
  const member = world.members.find((m) => m.id === principal);
  if (member?.status !== 'active') return [];
  const chains = [{ edges: [], groups: [] }, ...chainsFrom(world, principal, 'principal', at)];
  return chains.flatMap((chain) =>
    project === null
      ? organizationRoutes(world, member, chain, builtIn)
      : projectRoutes(world, member, chain, project, at, builtIn),
  );
}

/** The groups that a principal is in now, by any way. */
export function groupsOracle(world: Snapshot, principal: Id, at: Instant): Id[] {
  if (world.members.find((m) => m.id === principal)?.status !== 'active') return [];
  const chains = chainsFrom(world, principal, 'principal', at);
  return [...new Set(chains.flatMap(({ groups }) => groups))];
}

type Chain = { edges: readonly Id[]; groups: readonly Id[] };

/** All ways up from `member`: first one edge, then two, … No way leads through a group that is absent or not active. */
function chainsFrom(
  world: Snapshot,
  member: Id,
  memberKind: Edge['memberKind'],
  at: Instant,
  below: Chain = { edges: [], groups: [] },
): Chain[] {
  if (below.groups.length === deepest) return [];
  const up = world.edges
    .filter((edge) => edge.member === member && edge.memberKind === memberKind)
    .filter((edge) => isValidOracle(edge, at))
    .filter((edge) => !below.groups.includes(edge.group))
    .filter((edge) => world.groups.find((g) => g.id === edge.group)?.status === 'active');
  return up.flatMap((edge) => {
    const chain = { edges: [...below.edges, edge.id], groups: [...below.groups, edge.group] };
    return [chain, ...chainsFrom(world, edge.group, 'group', at, chain)];
  });
}

function projectRoutes(
  world: Snapshot,
  member: Member,
  chain: Chain,
  project: Id,
  at: Instant,
  builtIn: BuiltIn,
): OracleRoute[] {
  if (!world.projects.some((p) => p.id === project)) return [];
  const group = chain.groups.at(-1);
  const holder =
    group === undefined ? { id: member.id, kind: 'principal' } : { id: group, kind: 'group' };
  return world.grants
    .filter((grant) => grant.project === project)
    .filter((grant) => grant.holder === holder.id && grant.holderKind === holder.kind)
    .filter((grant) => isValidOracle(grant, at))
    .map((grant) => ({
      ...chain,
      through: { grant: grant.id },
      rules: grant.rules ?? roleRules(world, grant.role, project, builtIn),
    }))
    .filter(hasRules);
}

function organizationRoutes(
  world: Snapshot,
  member: Member,
  chain: Chain,
  builtIn: BuiltIn,
): OracleRoute[] {
  const last = chain.groups.at(-1);
  const roles =
    last === undefined
      ? member.roles.map((ref) => ({ ref, through: { memberRole: ref } }))
      : world.groups
          .filter((group) => group.id === last)
          .map(({ role }) => ({ ref: role, through: { groupRole: role } }));
  return roles
    .map(({ ref, through }) => ({ ...chain, through, rules: roleRules(world, ref, null, builtIn) }))
    .filter(hasRules);
}

/** A role that is neither built in nor a custom one of this organization or this project makes no route. */
function roleRules(
  world: Snapshot,
  ref: RoleRef | null,
  project: Id | null,
  builtIn: BuiltIn,
): readonly Rule[] | undefined {
  if (ref === null) return undefined;
  const custom = world.roles.find((role) => role.id === ref && role.project === project);
  return builtIn(ref, project === null ? 'organization' : 'project') ?? custom?.rules;
}

const hasRules = <T>(
  route: T & { rules: readonly Rule[] | undefined },
): route is T & { rules: readonly Rule[] } => route.rules !== undefined;

export function isValidOracle({ from, until }: Validity, at: Instant): boolean {
  return (from === null || from <= at) && (until === null || at < until);
}

function matches(rule: Rule, { action, subject, attributes }: Question): boolean {
  return (
    sameSubject(rule.subject, subject) &&
    actionsRuled(rule).includes(action) &&
    conditionsMatch(rule, attributes ?? {})
  );
}

/** `workspace` is the former name of `project`. */
function sameSubject(a: string, b: string): boolean {
  const today = (subject: string) => (subject === 'workspace' ? 'project' : subject);
  return today(a) === today(b);
}

/** The value of a secret is shown only to who may also see that it exists; the legacy `read` asks for both. */
function actionsAsked({ subject, action }: Question): string[] {
  const needsBoth = subject === 'secrets' && ['read', 'readValue'].includes(action);
  return needsBoth ? ['describeSecret', 'readValue'] : [action];
}

/** In a rule the legacy `read` on secrets stands for both of its successors. */
function actionsRuled({ subject, action }: Rule): string[] {
  const named = [action].flat();
  return named.flatMap((name) =>
    subject === 'secrets' && name === 'read' ? ['describeSecret', 'readValue'] : [name],
  );
}
