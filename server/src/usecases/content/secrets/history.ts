import { type Id, refuse } from '@coterie/kernel';
import {
  type SecretRow,
  secretById,
  type VersionName,
  versionNames,
  versionsNumbered,
} from '../../../store/content/secrets.ts';
import { principalsByIds } from '../../../store/organization/members.ts';
import { sees } from '../../access/seen.ts';
import { look, orgOf } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { secretAttributes } from '../attributes.ts';
import { mayDescribe, mayReadValue, show } from './show.ts';

type Reads = Pick<Parts, 'db' | 'worlds' | 'keyring' | 'now'>;

/** An older version is judged twice: as the secret is today, and by the name and the tags that it had then (law 21). */
const atThen = (row: SecretRow, { key, tags }: VersionName): SecretRow => ({
  ...row,
  key,
  tags: tags?.map((slug) => ({ id: '', slug, name: slug, color: null })) ?? row.tags,
});

export const mayDescribeVersion = (view: View, row: SecretRow, version: VersionName): boolean =>
  mayDescribe(view, row) && mayDescribe(view, atThen(row, version));

export const mayReadVersion = (view: View, row: SecretRow, version: VersionName): boolean =>
  mayReadValue(view, row) &&
  mayReadValue(view, atThen(row, version)) &&
  (version.tags !== null || !looksAtTags(view, row.project_id));

/** Where nobody knows what tags there were, whoever has a rule on tags gets no value. */
const looksAtTags = (view: View, project: Id): boolean =>
  view
    .live(project)
    .some((rules) =>
      rules
        .find('secrets', 'readValue')
        .some(({ rule }) => rule.conditions?.secretTags !== undefined),
    );

export const needHistory = (view: View, project: Id): void =>
  view.need('secret-rollback', 'read', project);

/** The history of a secret, newest first, with who made each version; without those that the caller may not know of. */
export async function listSecretVersions(
  parts: Reads,
  caller: Caller,
  id: Id,
  { viewSecretValue, ...page }: { viewSecretValue: boolean; limit: number; offset: number },
) {
  const org = orgOf(caller);
  const row = (await secretById(parts.db, org, id)) ?? missing(id);
  const names = await versionNames(parts.db, org, id);
  const first = names.length > 0 ? Math.max(...names.map((one) => one.access_version)) : 0;
  const view = await look(parts, caller, Math.max(row.access_version, first));
  if (row.owner_id !== null && row.owner_id !== caller.principal) missing(id);
  view.need('secrets', 'describeSecret', row.project_id, secretAttributes(row));
  needHistory(view, row.project_id);
  const visible = names.filter(
    (one) => one.version === row.version || mayDescribeVersion(view, row, one),
  );
  const wanted = visible.slice(page.offset, page.offset + page.limit);
  return {
    versions: await open(parts, view, row, { wanted, viewSecretValue }),
    total: visible.length,
  };
}

async function open(
  parts: Reads,
  view: View,
  row: SecretRow,
  { wanted, viewSecretValue }: { wanted: readonly VersionName[]; viewSecretValue: boolean },
) {
  const rows = await versionsNumbered(
    parts.db,
    view.org,
    row.id,
    wanted.map(({ version }) => version),
  );
  const actors = await principalsByIds(
    parts.db,
    view.org,
    // Others by their ids alone, to who may not see them.
    rows.flatMap(({ actor_id }) =>
      actor_id && sees(view).principal(actor_id, row.project_id) ? actor_id : [],
    ),
  );
  return Promise.all(
    rows.map(async ({ version, key, tags, value, comment, ...made }) => {
      const isNewest = version === row.version;
      const reads =
        viewSecretValue && (isNewest || mayReadVersion(view, row, { version, key, tags }));
      return {
        ...(await show(parts, view, { ...row, version, value, comment }, { wantsValue: reads })),
        at: made.created_at,
        key,
        actor: made.actor_id === null ? null : actorOf(made.actor_id, made.actor_kind, actors),
      };
    }),
  );
}

const actorOf = (id: Id, kind: string | null, names: ReadonlyMap<Id, { name: string }>) => ({
  id,
  kind: kind ?? '',
  name: names.get(id)?.name ?? '',
});

const missing = (id: Id): never => refuse({ reason: 'notFound', thing: 'secret', id });
