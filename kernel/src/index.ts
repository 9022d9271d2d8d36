/** The kernel's only door. */
export * from './change.ts';
export * from './facts.ts';
export { liveMembers, reachers } from './packed/below.ts';
export { liveHolders, liveRules, projectsOf } from './packed/live.ts';
export { type Steady, steady } from './packed/steady.ts';
export { liveRoutes, routes } from './packed/trace.ts';
export { type Actor, need } from './plan/actor.ts';
export { acts } from './plan/acts.ts';
export { type ContentCommand, moveOf, type Thing } from './plan/content.ts';
export type { WantedRole } from './plan/grant.ts';
export type { WantedEdge } from './plan/group.ts';
export { type Command, type Planned, plan, planAll } from './plan/index.ts';
export { coversAdmin, holdsKey, isAdministrator, keyholder } from './plan/key.ts';
export { manages } from './plan/manager.ts';
export type { Privilege } from './plan/privilege.ts';
export { checkRules } from './plan/rules.ts';
export {
  type Because,
  decide,
  judge,
  mightPermit,
  permits,
  type Question,
} from './questions/decide.ts';
export {
  type Comparison,
  type Crossing,
  compare,
  crossings,
  type Difference,
  difference,
  type Right,
} from './questions/diff.ts';
export {
  type ExplainedRoute,
  type Explanation,
  explain,
  groupsThatGive,
} from './questions/explain.ts';
export { movedDifference } from './questions/moved.ts';
export { whoCan } from './questions/who-can.ts';
export { type Refusal, Refused, refuse } from './refusals.ts';
export {
  type Blocker,
  deepest,
  type End as RouteSource,
  type Route,
} from './routes.ts';
export { type Uncovered, uncovered } from './rules/cover.ts';
export { compileGlob } from './rules/glob.ts';
export {
  type Attributes,
  type CompiledRule,
  type CompiledRules,
  compileRules,
  type Live,
} from './rules/match.ts';
export { slugOf } from './slugs.ts';
export { supposing } from './suppose.ts';
export {
  type BuiltInRole,
  builtIn,
  builtInRoles,
  canonicalSubject,
  type Level,
  neededActions,
  organizationRoles,
  organizationSubjects,
  projectRoles,
  projectSubjects,
  type SubjectTable,
  subjectsOf,
} from './vocabulary.ts';
export { World } from './world.ts';
