import type { FactKind } from './change.ts';
import type { Id, Instant } from './facts.ts';

/** The closed set of reasons for which a command is refused. Words for people are made where they are shown. */
export type Refusal =
  /** The actor lacks the permission for the act. */
  | {
      reason: 'forbidden';
      subject: string;
      action: string;
      project: Id | null;
      /** Groups that would give it, where the actor may see groups. */
      groups?: readonly { id: Id; name: string; slug: string }[];
    }
  /** The act would give, or take from someone stronger, a right that the actor does not hold. */
  | {
      reason: 'exceeds';
      subject: string;
      action: string;
      project: Id | null;
      /** When what the actor holds it by ends, where it holds it now. */
      until?: Instant;
    }
  /** An invitation that would let in to more than its inviter may give by now. */
  | { reason: 'outgrown' }
  | {
      reason: 'notFound';
      thing:
        | FactKind
        | 'membership'
        | 'privilege'
        | 'template'
        | 'tag'
        | 'secret import'
        | 'organization'
        | 'identity'
        | 'secret'
        | 'folder'
        | 'deleted thing'
        | 'environment'
        | 'version'
        | 'client secret'
        | 'universal auth'
        | 'sign-in'
        | 'token auth'
        | 'service token'
        | 'token'
        | 'invitation'
        | 'authenticator app'
        | 'passkey';
      id: string;
      /** Where it was looked for, in words. */
      at?: string;
    }
  /** Something else has that name already. */
  | { reason: 'taken'; thing: string; field: string; value: string }
  | { reason: 'builtInRole'; role: string }
  | { reason: 'cycle' }
  | { reason: 'tooDeep'; most: number }
  /** The caller is not, or no longer, an active member of the organization. */
  | { reason: 'notActive' }
  /** The thing has changed since the caller looked at it. */
  | { reason: 'stale'; thing: string }
  | { reason: 'lastAdmin' }
  | { reason: 'inUse'; thing: string; count: number }
  /** References elsewhere would lead nowhere, which the actor may not change; `names` are those that it may see. */
  | { reason: 'cutsOff'; count: number; names: readonly string[] }
  | { reason: 'invalid'; field: string; expected: string };

/** Thrown inside a plan or a use case, given back as an answer at its door. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

export const refuse = (refusal: Refusal): never => {
  throw new Refused(refusal);
};
