import type { Grant, Id, Instant, RoleRef, Step } from './facts.ts';
import type { CompiledRules } from './rules/match.ts';

/** At most this many groups stand on a chain from a principal to a holder. */
export const deepest = 10;

/** What ends a chain: a grant on a project, or the organization role of the member or of a group. */
export type End = { kind: 'grant'; grant: Grant } | { kind: 'role'; holder: Id; role: RoleRef };

/** Why a route is not live. */
export type Blocker =
  | { kind: 'member'; status: 'suspended' | 'invited' }
  | { kind: 'group'; group: Id }
  | { kind: 'edge' | 'grant'; id: Id; when: 'notYet' | 'over'; at: Instant };

/** A chain from a principal over zero or more groups to what gives it rules. Live when nothing blocks it. */
export type Route = {
  path: readonly Step[];
  holder: Id;
  source: End;
  rules: CompiledRules;
  blockers: readonly Blocker[];
};
