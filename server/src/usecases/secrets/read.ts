import { type Id, refuse } from '@coterie/kernel';
import { folderAt } from '../../store/folders.ts';
import { principalsByIds } from '../../store/members.ts';
import {
  listVersions,
  type SecretRow,
  secretById,
  secretsIn,
  versionOf,
} from '../../store/secrets.ts';
import { missingFolder } from '../folders/read.ts';
import { look, orgOf, type View } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';

type Reads = Pick<Parts, 'db' | 'reads' | 'worlds' | 'keyring' | 'now'>;
export type SecretPlace = { projectId: Id; environment: string; secretPath: string };
/** A secret as a reader may see it: a null value is withheld. */
export type SeenSecret = {
  row: Omit<SecretRow, 'value' | 'comment' | 'access_version'>;
  value: string | null;
  comment: string;
};

/** The attributes that conditions on a secret are judged by. */
export const attributesOf = ({
  environment,
  path,
  key,
}: {
  environment: string;
  path: string;
  key: string;
}) => ({
  environment,
  secretPath: path,
  secretName: key,
  secretTags: [],
});

/** The secrets of a folder that the caller may describe, with the values that it may read. */
export async function listSecrets(
  parts: Reads,
  caller: Caller,
  {
    recursive,
    viewSecretValue,
    search,
    ...place
  }: SecretPlace & { recursive: boolean; viewSecretValue: boolean; search?: string | undefined },
): Promise<SeenSecret[]> {
  const org = orgOf(caller);
  const folder = await folderAt(
    parts.db,
    org,
    place.projectId,
    place.environment,
    place.secretPath,
  );
  const at = {
    project: place.projectId,
    environment: place.environment,
    path: place.secretPath,
    recursive,
    search,
  };
  const rows = folder ? await secretsIn(parts.db, org, at) : [];
  const view = await look(parts, caller, newest(folder, rows[0]));
  view.project(place.projectId);
  const visible = rows.filter((row) =>
    view.may('secrets', 'describeSecret', place.projectId, attributesOf(row)),
  );
  // Nothing to see and no right to look at this folder at all: say so, rather than show an empty one.
  if (visible.length === 0 && !mayLook(view, place))
    view.need('secrets', 'describeSecret', place.projectId, {
      environment: place.environment,
      secretPath: place.secretPath,
    });
  if (!folder) missingFolder({ ...place, path: place.secretPath });
  return Promise.all(visible.map((row) => show(parts, view, row, viewSecretValue)));
}

/** Whether some secret of the folder could be seen, whatever its name. */
const mayLook = (view: View, { projectId, environment, secretPath }: SecretPlace): boolean =>
  view
    .live(projectId)
    .some((rules) =>
      rules
        .find('secrets', 'describeSecret')
        .some(
          (rule) =>
            !rule.inverted &&
            (rule.holds({ environment, secretPath }) ??
              rule.rule.conditions?.secretName !== undefined) !== false,
        ),
    );

/** One secret by name, at its newest or a given version. */
export async function getSecret(
  parts: Reads,
  caller: Caller,
  key: string,
  {
    viewSecretValue,
    version,
    ...place
  }: SecretPlace & { viewSecretValue: boolean; version?: number | undefined },
): Promise<SeenSecret> {
  const { projectId: project, environment, secretPath: path } = place;
  const org = orgOf(caller);
  const row = await parts.reads.secret.get(parts.db, { org, project, environment, path, key });
  const isOld = row !== undefined && version !== undefined && version !== row.version;
  const old = isOld ? await versionOf(parts.db, org, row.id, version) : undefined;
  const view = await look(parts, caller, newest(row, old));
  view.project(project);
  view.need('secrets', 'describeSecret', project, attributesOf({ environment, path, key }));
  if (!row) return refuse({ reason: 'notFound', thing: 'secret', id: key });
  if (!isOld) return show(parts, view, row, viewSecretValue);
  if (!old) return refuse({ reason: 'notFound', thing: 'version', id: String(version) });
  const { value, comment } = old;
  return show(parts, view, { ...row, version: old.version, value, comment }, viewSecretValue);
}

/** The newest access version that any of the content was read with: no decision on it may be older. */
const newest = (...content: ({ access_version: number } | undefined)[]): number =>
  Math.max(0, ...content.map((one) => one?.access_version ?? 0));

/** A secret with its value when wanted and permitted. */
export async function show(
  parts: Pick<Parts, 'db' | 'keyring'>,
  view: View,
  row: SecretRow,
  wantsValue: boolean,
): Promise<SeenSecret> {
  const { value, comment, access_version: _, ...rest } = row;
  const reads = wantsValue && view.may('secrets', 'readValue', row.project_id, attributesOf(row));
  const field = { project: row.project_id, secret: row.id, version: row.version };
  return {
    row: rest,
    value: reads
      ? await parts.keyring.open(parts.db, view.org, { ...field, field: 'value' }, value)
      : null,
    comment: await parts.keyring.open(parts.db, view.org, { ...field, field: 'comment' }, comment),
  };
}

/** The history of a secret, newest first, with who made each version. */
export async function listSecretVersions(
  parts: Reads,
  caller: Caller,
  id: Id,
  { viewSecretValue, ...page }: { viewSecretValue: boolean; limit: number; offset: number },
) {
  const org = orgOf(caller);
  const row =
    (await secretById(parts.db, org, id)) ?? refuse({ reason: 'notFound', thing: 'secret', id });
  const { rows, total } = await listVersions(parts.db, org, id, page);
  const view = await look(parts, caller, newest(row, ...rows));
  view.need('secrets', 'describeSecret', row.project_id, attributesOf(row));
  const actors = await principalsByIds(
    parts.db,
    org,
    rows.flatMap(({ actor_id }) => actor_id ?? []),
  );
  const versions = await Promise.all(
    rows.map(async (version) => ({
      ...(await show(
        parts,
        view,
        { ...row, ...version, created_at: row.created_at },
        viewSecretValue,
      )),
      at: version.created_at,
      key: version.key,
      actor:
        version.actor_id === null
          ? null
          : {
              id: version.actor_id,
              kind: version.actor_kind ?? '',
              name: actors.get(version.actor_id)?.name ?? '',
            },
    })),
  );
  return { versions, total };
}
