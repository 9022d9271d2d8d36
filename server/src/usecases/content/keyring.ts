import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Id } from '@coterie/kernel';
import { keyVersionOf, open, seal } from '../../crypto/envelope.ts';
import type { RootKey } from '../../crypto/root-key.ts';
import {
  insertOrganizationKey,
  insertProjectKey,
  organizationKeys,
  projectKeys,
} from '../../store/content/keys.ts';
import type { Db, Tx } from '../../store/db.ts';

const keyLength = 32;
const longestHeld = 2000;
/** A data key is followed by a new one after this long. */
const longestUsed = 90 * 24 * 3600 * 1000;

type ProjectKey = { version: number; key: KeyObject; since: number };

/** What a value belongs to: authenticated with it, so that it decrypts nowhere else. */
export type Field = {
  project: Id;
  secret: Id;
  version: number;
  field: 'value' | 'comment' | 'metadata' | `metadata ${string}`;
};

/** Root key → organization key → project data key → value. Unwrapped keys are held in memory only. */
export class Keyring {
  readonly #rootKey: RootKey;
  readonly #held = new Map<Id, ProjectKey[]>();
  /** Binds what a secret is beside its value. */
  readonly rowKey: KeyObject;

  constructor(rootKey: RootKey) {
    this.#rootKey = rootKey;
    this.rowKey = rootKey.derive('rows');
  }

  /** The first key of a new organization. */
  async makeOrganizationKey(tx: Tx, org: Id): Promise<void> {
    await insertOrganizationKey(tx, org, 1, this.#rootKey.wrap(randomBytes(keyLength), org, 1));
  }

  /** A new data key for a project. */
  async makeProjectKey(tx: Tx, org: Id, project: Id, version = 1): Promise<void> {
    const newest = (await organizationKeys(tx, org)).at(-1);
    if (!newest) throw new Error(`organization ${org} has no key`);
    const wrapping = this.#rootKey.unwrap(newest.wrapped, org, newest.version);
    await insertProjectKey(tx, {
      org_id: org,
      project_id: project,
      version,
      organization_key_version: newest.version,
      wrapped: seal(wrapping, newest.version, randomBytes(keyLength), [
        'project-key',
        org,
        project,
        version,
      ]),
    });
  }

  /** Encrypts under the newest data key, making a new one first when that is worn. */
  async seal(tx: Tx, org: Id, field: Field, plain: string): Promise<Buffer> {
    let newest = (await this.#keys(tx, org, field.project)).at(-1);
    if (newest && newest.since + longestUsed < Date.now()) {
      await this.makeProjectKey(tx, org, field.project, newest.version + 1);
      newest = (await this.#load(tx, org, field.project)).at(-1);
      this.#held.delete(field.project);
    }
    if (!newest) throw new Error(`project ${field.project} has no key`);
    return seal(newest.key, newest.version, Buffer.from(plain, 'utf8'), belongs(org, field));
  }

  async open(db: Db, org: Id, field: Field, record: Buffer): Promise<string> {
    const version = keyVersionOf(record);
    const find = (keys: ProjectKey[]) => keys.find((key) => key.version === version);
    const known =
      find(this.#held.get(field.project) ?? []) ?? find(await this.#load(db, org, field.project));
    if (!known) throw new Error(`project ${field.project} has no key of version ${version}`);
    return open(known.key, record, belongs(org, field)).toString('utf8');
  }

  async #keys(db: Db, org: Id, project: Id): Promise<ProjectKey[]> {
    return this.#held.get(project) ?? this.#load(db, org, project);
  }

  async #load(db: Db, org: Id, project: Id): Promise<ProjectKey[]> {
    const organization = new Map(
      (await organizationKeys(db, org)).map(({ version, wrapped }) => [version, wrapped]),
    );
    const keys = (await projectKeys(db, org, project)).map((row) => {
      const wrapped = organization.get(row.organization_key_version);
      if (!wrapped)
        throw new Error(
          `organization ${org} has no key of version ${row.organization_key_version}`,
        );
      const wrapping = this.#rootKey.unwrap(wrapped, org, row.organization_key_version);
      return {
        version: row.version,
        key: createSecretKey(
          open(wrapping, row.wrapped, ['project-key', org, project, row.version]),
        ),
        since: row.created_at.getTime(),
      };
    });
    const oldest = this.#held.keys().next();
    if (this.#held.size >= longestHeld && !oldest.done) this.#held.delete(oldest.value);
    if (keys.length > 0) this.#held.set(project, keys);
    return keys;
  }
}

const belongs = (org: Id, { project, secret, version, field }: Field) => [
  'secret',
  org,
  project,
  secret,
  version,
  field,
];
