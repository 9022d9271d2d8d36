import { Access } from './access/change.ts';
import { Lists } from './access/lists.ts';
import { Worlds } from './access/worlds.ts';
import type { Config } from './config.ts';
import { LogKeys } from './crypto/log-keys.ts';
import { Passwords } from './crypto/passwords.ts';
import { makeRootKey, type RootKey, readRootKey, rootKeyFile } from './crypto/root-key.ts';
import { TokenMint } from './crypto/tokens.ts';
import { HeldAnswers, roomFor } from './held/answers.ts';
import { type Reads, readsAsked, readsHeld } from './held/reads.ts';
import { noMailer, smtpMailer } from './mail.ts';
import { makeFolder } from './postgres/index.ts';
import { deleteForeignChanges, hasSnapshots } from './store/changes.ts';
import type { Db } from './store/db.ts';
import { insertInstance, readInstance } from './store/instance.ts';
import { Attempts } from './usecases/access/attempts.ts';
import { SecondPlace, type WrittenCheckpoint } from './usecases/access/second-place.ts';
import { Events } from './usecases/content/events/events.ts';
import { Keyring } from './usecases/content/keyring.ts';
import { markReferences } from './usecases/content/references/mark-all.ts';
import { bindRows } from './usecases/content/secrets/bind-rows.ts';
import { writeContent } from './usecases/content/write.ts';
import { Health } from './usecases/health.ts';
import { outsideOf } from './usecases/identities/sign-ins/outside.ts';
import type { Parts } from './usecases/parts.ts';

/** For two million people in lists. */
const listsBytes = 32 * 2 ** 20;

/** Cannot start, for a reason that the operator can do something about. */
export class CannotStart extends Error {}

/** Puts together what use cases are made of. The database is migrated already. */
export async function furnish(
  { db, feedDb }: { db: Db; feedDb: Db },
  config: Config,
  siteUrl: string,
  onMailError: (error: Error) => void,
  onCheckpoint: (checkpoint: WrittenCheckpoint) => void = () => {},
  onEventsError: (error: unknown) => void = () => {},
): Promise<Parts> {
  const rootKey = await findRootKey(db, config);
  const worlds = new Worlds(db, config.worldsBytes);
  const keyring = new Keyring(rootKey);
  const logKeys = new LogKeys(rootKey);
  await bindRows({ db, keyring, logKeys });
  await markReferences({ db, keyring });
  const reads = await readsOf(db, feedDb, config.heldBytes / 2);
  const parts: Parts = {
    db,
    reads,
    answers: new HeldAnswers(rootKey.derive('answers'), roomFor(config.heldBytes / 2)),
    worlds,
    lists: new Lists(listsBytes),
    rootKey,
    logKeys,
    secondPlace: new SecondPlace(config.checkpoints, onCheckpoint),
    outside: outsideOf(config.internalHosts),
    mint: new TokenMint(rootKey.derive('tokens')),
    access: new Access(db, worlds, logKeys),
    content: { write: (caller, work) => writeContent(parts, caller, work) },
    attempts: new Attempts(),
    events: new Events({ db, worlds, now: Date.now }, onEventsError),
    keyring,
    passwords: new Passwords(),
    health: new Health(),
    mail: config.smtpUrl === null ? noMailer : smtpMailer(config.smtpUrl, onMailError),
    mailConfigured: config.smtpUrl !== null,
    siteUrl,
    restoreDays: config.restoreDays,
    now: Date.now,
  };
  return parts;
}

/** What is read for very many requests: from memory where the engine tells what has changed since, and room is given. */
async function readsOf(db: Db, feedDb: Db, budget: number): Promise<Reads> {
  if (budget === 0 || !(await hasSnapshots(db))) return readsAsked();
  await deleteForeignChanges(db);
  return readsHeld(feedDb, budget, Date.now);
}

/** The root key of the environment or of the key file, checked against the database; made only for an empty one. */
async function findRootKey(db: Db, config: Config): Promise<RootKey> {
  const known = await readInstance(db);
  const given = config.rootKey ?? readRootKey(config.dataDir);
  const file = rootKeyFile(config.dataDir);
  if (!known) {
    if (!given) makeFolder(config.dataDir);
    const rootKey = given ?? makeRootKey(config.dataDir);
    await insertInstance(db, rootKey.checkRecord());
    return check(rootKey, (await readInstance(db))?.root_key_check, file);
  }
  if (!given)
    throw new CannotStart(
      `the root key is missing, and the database holds secrets encrypted under it.\nPut the key file back at ${file}, or set COTERIE_ROOT_KEY to the key. Nothing was changed.`,
    );
  return check(given, known.root_key_check, file);
}

function check(rootKey: RootKey, record: Buffer | undefined, file: string): RootKey {
  if (record && rootKey.opens(record)) return rootKey;
  throw new CannotStart(
    `the root key is not the one that this database was made with.\nSet COTERIE_ROOT_KEY, or put the right key file at ${file}. Nothing was changed.`,
  );
}
