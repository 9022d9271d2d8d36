import { type Id, refuse } from '@coterie/kernel';
import { inSlices, whichOf } from '../../../held/slices.ts';
import type { ImportRow } from '../../../store/content/imports.ts';
import {
  type SecretPlace as SecretAt,
  type SecretRow,
  secretById,
  versionOf,
} from '../../../store/content/secrets.ts';
import { look, orgOf } from '../../look.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';
import { placeAttributes, secretAttributes } from '../attributes.ts';
import { missingFolder } from '../folders/read.ts';
import { seesSource, sourceOf } from '../imports/source.ts';
import { placeNamed } from '../place.ts';
import { mayDescribeVersion, mayReadVersion, needHistory } from './history.ts';
import { Resolver, refers } from './resolver.ts';
import { mayDescribe, type SeenSecret, show } from './show.ts';

type Reads = Pick<Parts, 'db' | 'reads' | 'worlds' | 'keyring' | 'now'>;
export type SecretPlace = { projectId: Id; environment: string; secretPath: string };
/** How a reader wants secrets. */
export type Wishes = {
  viewSecretValue: boolean;
  expandSecretReferences?: boolean | undefined;
  includeImports?: boolean | undefined;
  /** The caller's own secrets in the place of the shared ones of the same key. */
  includePersonalOverrides?: boolean | undefined;
  /** Whether bare keys in what is imported are looked for in the importing folder first. */
  localFirst?: boolean | undefined;
  /** Whether it is told which references could not be resolved. */
  tellUnresolved?: boolean | undefined;
};
type Filters = {
  recursive: boolean;
  search?: string | undefined;
  /** Secrets with any of these tags. */
  tagSlugs?: readonly string[] | undefined;
  /** Secrets whose plain metadata has all of these. */
  metadata?: readonly { key: string; value: string }[] | undefined;
};
/** Secrets that may be shown, and how each of them is looked at; `view` has judged them. */
export type Shown = { view: View; pairs: Pair[]; reveal: (one: Pair) => Promise<SeenSecret> };
/** The secrets of one import, without those that something later, or the folder itself, has under the same key. */
type Imported<Secrets> = { row: ImportRow; folder: Id | null; secrets: Secrets };
export type ShownList = {
  secrets: Shown;
  imports: Imported<Shown>[];
  /** Whether all was judged by the view of the secrets, and nothing looked for in other projects. */
  isPlain: () => boolean;
};

export type ListAsked = SecretPlace & Wishes & Filters;

/** The secrets of a folder that the caller may describe, with the values that it may read, and what it imports. */
export async function listSecrets(
  parts: Reads,
  caller: Caller,
  asked: ListAsked,
): Promise<{ secrets: SeenSecret[]; imports: Imported<SeenSecret[]>[] }> {
  const shown = await showSecrets(parts, caller, asked);
  const all = ({ pairs, reveal }: Shown) => inSlices(pairs, reveal);
  const secrets = await all(shown.secrets);
  const imports: Imported<SeenSecret[]>[] = [];
  for (const one of shown.imports) imports.push({ ...one, secrets: await all(one.secrets) });
  return { secrets, imports };
}

/** The same, before any of them is looked at. */
export async function showSecrets(
  parts: Reads,
  caller: Caller,
  asked: ListAsked,
): Promise<ShownList> {
  const org = orgOf(caller);
  const { projectId: project, environment, secretPath: path } = asked;
  const owner = asked.includePersonalOverrides ? caller.principal : null;
  const { db, reads } = parts;
  const folder = await reads.folder(db, org, { project, environment, path });
  const within = { project, environment, path, recursive: asked.recursive, search: asked.search };
  const rows = folder ? await reads.secretsIn(db, org, folder, { ...within, owner }) : [];
  const view = await look(parts, caller, newest(folder, rows));
  view.project(project);
  const visible = await whichOf(ownFirst(rows), ({ row }) => mayDescribe(view, row));
  // Nothing to see and no right to look at this folder at all: say so, rather than show an empty one.
  const at = placeAttributes(folder, { environment, path });
  if (visible.length === 0 && !mayLook(view, project, at))
    view.need('secrets', 'describeSecret', project, at);
  if (!folder) missingFolder({ ...asked, path });
  const resolver = new Resolver(parts, caller, view, owner !== null);
  const imports = asked.includeImports
    ? await listImported(
        parts,
        caller,
        { ...asked, environment: at.environment },
        { resolver, hidden: new Set(visible.map(keyIn(path))) },
      )
    : [];
  const reveals = { ...parts, view, resolver };
  return {
    secrets: {
      view,
      pairs: visible.filter((one) => passes(one, asked)),
      reveal: (one) => reveal(reveals, one, asked),
    },
    imports,
    isPlain: () => resolver.isPlain,
  };
}

/** A secret, and the one that says what is kept beside it: for a personal value the shared secret, where there is one. */
export type Pair = { row: SecretRow; shared: SecretRow };

/** Of two secrets of one key in one folder, the shared and the reader's own, the latter. The rows are by path, key and owner. */
function ownFirst(rows: readonly SecretRow[]): Pair[] {
  const found: Pair[] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last?.row.key === row.key && last.row.path === row.path) last.row = row;
    else found.push({ row, shared: row });
  }
  return found;
}

/** The secret at a place, the owner's before the shared one. */
async function pairAt(
  { db, reads }: Reads,
  place: Omit<SecretAt, 'owner'>,
  owner: Id | null,
): Promise<Pair | undefined> {
  const [shared, own] = await Promise.all([
    reads.secret(db, { ...place, owner: null }),
    owner === null ? undefined : reads.secret(db, { ...place, owner }),
  ]);
  const row = own ?? shared;
  return row && { row, shared: shared ?? row };
}

/** What a secret of the folder itself hides of its imports; those of folders below hide nothing. */
const keyIn =
  (path: string) =>
  ({ row }: Pair) =>
    row.path === path ? row.key : '';

const passes = ({ row, shared }: Pair, { tagSlugs, metadata }: Filters): boolean =>
  (!tagSlugs?.length || row.tags.some(({ slug }) => tagSlugs.includes(slug))) &&
  (metadata ?? []).every(({ key, value }) =>
    shared.metadata.some((one) => !one.isEncrypted && one.key === key && one.value === value),
  );

async function reveal(
  { view, resolver, ...parts }: Reads & { view: View; resolver: Resolver },
  { row, shared }: Pair,
  { viewSecretValue, expandSecretReferences, localFirst, tellUnresolved }: Wishes,
  importing?: SecretPlace,
): Promise<SeenSecret> {
  const seen = await show(parts, view, row, { wantsValue: viewSecretValue, shared });
  if (!expandSecretReferences || seen.value === null) return seen;
  const first =
    importing && localFirst
      ? {
          project: importing.projectId,
          environment: importing.environment,
          path: importing.secretPath,
        }
      : undefined;
  if (!refers(seen.value)) return tellUnresolved ? { ...seen, unresolved: [] } : seen;
  const { value, unresolved } = await resolver.expand(row, seen.value, first);
  return { ...seen, value, refers: true, ...(tellUnresolved ? { unresolved } : {}) };
}

/** What a folder imports, as far as the caller may see it in its source. */
async function listImported(
  parts: Reads,
  caller: Caller,
  asked: ListAsked,
  { resolver, hidden }: { resolver: Resolver; hidden: Set<string> },
): Promise<Imported<Shown>[]> {
  const { projectId: project, environment, secretPath: path } = asked;
  const found: Imported<Shown>[] = [];
  for await (const row of resolver.sources({ project, environment, path })) {
    const owner = asked.includePersonalOverrides ? caller.principal : null;
    const source = { ...sourceOf(row), recursive: false, owner };
    const { db, reads } = parts;
    const folder = await reads.folder(db, orgOf(caller), source);
    const rows = folder ? await reads.secretsIn(db, orgOf(caller), folder, source) : [];
    const view = await resolver.viewAt(newest(folder, [row, ...rows]));
    const visible = await whichOf(
      ownFirst(rows),
      ({ row: one }) => mayDescribe(view, one) && !hidden.has(one.key),
    );
    for (const one of visible) hidden.add(one.row.key);
    const pairs = visible.filter((one) => passes(one, asked));
    const reveals = { ...parts, view, resolver };
    const secrets = { view, pairs, reveal: (one: Pair) => reveal(reveals, one, asked, asked) };
    const maySee = view.may('secret-imports', 'read', project, { environment, secretPath: path });
    if (pairs.length > 0 || (maySee && seesSource(view, sourceOf(row))))
      found.unshift({ row, folder: folder?.id ?? null, secrets });
  }
  return found;
}

/** Whether some secret of the folder could be seen, whatever its name. */
const mayLook = (
  view: View,
  project: Id,
  at: { environment: string; secretPath: string },
): boolean =>
  view
    .live(project)
    .some((rules) =>
      rules
        .find('secrets', 'describeSecret')
        .some(
          (rule) =>
            !rule.inverted &&
            (rule.holds(at) ?? rule.rule.conditions?.secretName !== undefined) !== false,
        ),
    );

/** One secret by name, at its newest or a given version; with `includeImports` one that is imported, too. */
export async function getSecret(
  parts: Reads,
  caller: Caller,
  key: string,
  asked: SecretPlace &
    Wishes & { version?: number | undefined; type?: 'shared' | 'personal' | undefined },
): Promise<SeenSecret> {
  const { version, projectId: project, environment, secretPath: path } = asked;
  const org = orgOf(caller);
  const place = { org, project, environment, path, key };
  const owner = asked.type === 'personal' ? caller.principal : null;
  const [row, beside] = await Promise.all([
    parts.reads.secret(parts.db, { ...place, owner }),
    owner === null ? undefined : parts.reads.secret(parts.db, { ...place, owner: null }),
  ]);
  const isOld = row !== undefined && version !== undefined && version !== row.version;
  const old = isOld ? await versionOf(parts.db, org, row.id, version) : undefined;
  const view = await look(parts, caller, newest(row, old ? [old] : []));
  view.project(project);
  const at = row ?? (await placeNamed(parts.db, org, asked));
  view.need(
    'secrets',
    'describeSecret',
    project,
    secretAttributes({ ...at, key, tags: row?.tags }),
  );
  const resolver = new Resolver(parts, caller, view, owner !== null);
  if (!row) {
    const imported = asked.includeImports
      ? await findImported({ ...parts, resolver }, caller, key, { ...asked, owner })
      : undefined;
    return imported ?? refuse({ reason: 'notFound', thing: 'secret', id: key });
  }
  const shared = beside ?? row;
  if (!isOld) return reveal({ ...parts, view, resolver }, { row, shared }, asked);
  needHistory(view, project);
  if (!old || !mayDescribeVersion(view, row, old))
    return refuse({ reason: 'notFound', thing: 'version', id: String(version) });
  const { value, comment } = old;
  const viewSecretValue = asked.viewSecretValue && mayReadVersion(view, row, old);
  const then = { ...row, version: old.version, value, comment };
  const pair = { row: then, shared: beside ?? then };
  return reveal({ ...parts, view, resolver }, pair, { ...asked, viewSecretValue });
}

async function findImported(
  { resolver, ...parts }: Reads & { resolver: Resolver },
  caller: Caller,
  key: string,
  asked: SecretPlace & Wishes & { owner: Id | null },
): Promise<SeenSecret | undefined> {
  const { projectId: project, environment, secretPath: path } = asked;
  for await (const row of resolver.sources({ project, environment, path })) {
    const place = { org: orgOf(caller), ...sourceOf(row), key };
    const found = await pairAt(parts, place, asked.owner);
    const view = await resolver.viewAt(newest(row, found ? [found.row] : []));
    if (found && mayDescribe(view, found.row))
      return reveal({ ...parts, view, resolver }, found, asked, asked);
  }
  return undefined;
}

/** One secret by id, wherever it stands. */
export async function getSecretById(
  parts: Reads,
  caller: Caller,
  id: Id,
  asked: Wishes,
): Promise<SeenSecret> {
  const row = (await secretById(parts.db, orgOf(caller), id)) ?? notFound(id);
  const view = await look(parts, caller, row.access_version);
  if (row.owner_id !== null && row.owner_id !== caller.principal) notFound(id);
  view.need('secrets', 'describeSecret', row.project_id, secretAttributes(row));
  const resolver = new Resolver(parts, caller, view, row.owner_id !== null);
  const { project_id: project, environment, path, key } = row;
  const place = { org: view.org, project, environment, path, key, owner: null };
  const beside = row.owner_id === null ? row : await parts.reads.secret(parts.db, place);
  return reveal({ ...parts, view, resolver }, { row, shared: beside ?? row }, asked);
}

const notFound = (id: Id): never => refuse({ reason: 'notFound', thing: 'secret', id });

/** The newest access version that any of the content was read with: no decision on it may be older. */
function newest(one: Versioned | undefined, more: readonly Versioned[]): number {
  let version = one?.access_version ?? 0;
  for (const { access_version: other } of more) if (other > version) version = other;
  return version;
}
type Versioned = { access_version: number };
