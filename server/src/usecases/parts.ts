import type { Id, Instant } from '@coterie/kernel';
import type { Access, Changer } from '../access/change.ts';
import type { Lists } from '../access/lists.ts';
import type { Worlds } from '../access/worlds.ts';
import type { LogKeys } from '../crypto/log-keys.ts';
import type { Passwords } from '../crypto/passwords.ts';
import type { RootKey } from '../crypto/root-key.ts';
import type { TokenMint } from '../crypto/tokens.ts';
import type { HeldAnswers } from '../held/answers.ts';
import type { Reads } from '../held/reads.ts';
import type { Db } from '../store/db.ts';
import type { Attempts } from './access/attempts.ts';
import type { SecondPlace } from './access/second-place.ts';
import type { Events } from './content/events/events.ts';
import type { Keyring } from './content/keyring.ts';
import type { Health } from './health.ts';
import type { Outside } from './identities/sign-ins/proof.ts';
import type { Work } from './view.ts';

/** Sends one message; false when no mail server is configured. */
export type Mailer = (message: { to: string; subject: string; text: string }) => Promise<boolean>;

/** What use cases are made of. Each takes the few that it names. */
export type Parts = {
  db: Db;
  reads: Reads;
  answers: HeldAnswers;
  worlds: Pick<Worlds, 'at' | 'now' | 'past' | 'memory'>;
  lists: Lists;
  access: Pick<Access, 'change' | 'within'>;
  content: { write<T>(caller: Caller, work: Work<T>): Promise<T> };
  attempts: Attempts;
  events: Events;
  keyring: Keyring;
  passwords: Passwords;
  health: Health;
  rootKey: RootKey;
  logKeys: LogKeys;
  secondPlace: SecondPlace;
  /** Servers of others, by which machines sign in. */
  outside: Outside;
  mint: TokenMint;
  mail: Mailer;
  mailConfigured: boolean;
  siteUrl: string;
  /** For how many days what was deleted can be brought back. */
  restoreDays: number;
  now: () => Instant;
};

/** Where a request came from: kept in the access log. */
export type From = Changer['request'];

/** Who asks, as the token says; what they may do is the world's to say. */
export type Caller = {
  kind: 'user' | 'machineIdentity';
  principal: Id;
  /** The organization that the token is for; null before one is chosen. */
  org: Id | null;
  /** The access version read after the request began. */
  accessVersion: number;
  token: { id: Id; kind: 'session' | 'user' | 'identity' };
  proof: Proof;
  /** Whether the person has a second factor and has not shown it: then `org` is null, whatever the token says. */
  lacksFactor: boolean;
  /** Whom the organization lets in no longer without a second factor, where none was shown. */
  factorDue: 'admins' | 'everyone' | null;
  from: From;
};

/** How a person has shown who they are: with a second factor or not, and until when that counts as fresh. */
export type Proof = { hasFactor: boolean; until: Instant | null };

export const changer = (caller: Caller): Changer => ({
  actor: { principal: caller.principal },
  kind: caller.kind,
  request: caller.from,
  ...(caller.kind === 'user' ? { provenUntil: caller.proof.until } : {}),
});
