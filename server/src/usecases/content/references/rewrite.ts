import type { Id } from '@coterie/kernel';
import { importsOf } from '../../../store/content/imports.ts';
import { type SecretRow, secretAt } from '../../../store/content/secrets.ts';
import type { Tx } from '../../../store/db.ts';
import { projectBySlug } from '../../../store/project/projects.ts';
import { sourceOf } from '../imports/source.ts';
import { type Place, type Target, targetsOf } from '../secrets/references.ts';
import { placeOf } from '../secrets/resolver.ts';
import { written } from './marks.ts';

type Named = { project: Id; projectSlug: string; to: string | null };
/** A thing that references name, and how it is called from now on; null when it goes. */
export type Renaming = Named &
  (
    | { kind: 'secret'; row: SecretRow }
    | { kind: 'folder'; environmentId: Id; environment: string; path: string }
    | { kind: 'environment'; environmentId: Id; environment: string }
    | { kind: 'project' }
  );
type Looks = { tx: Tx; view: { org: Id } };

/** The value with every reference that means the thing naming it anew; the same when none does, null where one can name it no more. */
export async function rewritten(
  looks: Looks,
  row: SecretRow,
  value: string,
  renaming: Renaming,
): Promise<string | null> {
  let text = '';
  let at = 0;
  for (const { 0: whole, 1: slash, 2: name = '', index } of value.matchAll(written)) {
    if (slash) continue;
    const next = await anew(looks, row, name, renaming);
    if (next === undefined) continue;
    if (next === null) return null;
    text += `${value.slice(at, index)}\${${next}}`;
    at = index + whole.length;
  }
  return text + value.slice(at);
}

/** Undefined: it means something else. Null: it means the thing, and could not name it. */
async function anew(
  looks: Looks,
  row: SecretRow,
  name: string,
  renaming: Renaming,
): Promise<string | null | undefined> {
  for (const target of targetsOf(name)) {
    const meant = await meaning(looks, target, placeOf(row));
    if (!meant) continue;
    const next = renamed(target, meant, renaming);
    if (next === undefined || next === null) return next;
    // Beside a secret that is called so already, a bare name would mean that one.
    const isTaken =
      next.kind === 'local' &&
      meant.folder_id !== row.folder_id &&
      (await secretAt(looks.tx, looks.view.org, { ...placeOf(row), key: next.key, owner: null }));
    return isTaken ? null : textOf(next);
  }
  return undefined;
}

function renamed(target: Target, meant: SecretRow, renaming: Renaming): Target | null | undefined {
  const { to } = renaming;
  if (renaming.kind === 'secret')
    return meant.id === renaming.row.id ? (to === null ? null : { ...target, key: to }) : undefined;
  if (target.kind === 'local') return undefined;
  if (renaming.kind === 'project')
    return target.kind === 'project' && meant.project_id === renaming.project
      ? to === null
        ? null
        : { ...target, slug: to }
      : undefined;
  if (meant.environment_id !== renaming.environmentId) return undefined;
  if (renaming.kind === 'environment') return to === null ? null : { ...target, environment: to };
  const { path } = renaming;
  const isWithin = target.path === path || target.path.startsWith(`${path}/`);
  return isWithin
    ? to === null
      ? null
      : { ...target, path: to + target.path.slice(path.length) }
    : undefined;
}

function textOf(target: Target): string {
  if (target.kind === 'local') return target.key;
  const { environment, path, key } = target;
  const place = [environment, ...path.split('/').filter(Boolean), key];
  return (target.kind === 'project' ? [`@${target.slug}`, ...place] : place).join('.');
}

/** The shared secret that a reference means, whoever may read it. */
async function meaning(
  { tx, view }: Looks,
  target: Target,
  from: Place,
): Promise<SecretRow | undefined> {
  if (target.kind === 'local') return besideOrImported(tx, view.org, target.key, from);
  const { environment, path, key } = target;
  const project =
    target.kind === 'project' ? (await projectBySlug(tx, view.org, target.slug))?.id : from.project;
  return project === undefined
    ? undefined
    : secretAt(tx, view.org, { project, environment, path, key, owner: null });
}

async function besideOrImported(
  tx: Tx,
  org: Id,
  key: string,
  from: Place,
  seen = new Set<string>(),
): Promise<SecretRow | undefined> {
  const place = JSON.stringify(from);
  if (seen.has(place) || seen.size > 100) return undefined;
  seen.add(place);
  const own = await secretAt(tx, org, { ...from, key, owner: null });
  if (own) return own;
  for (const row of (await importsOf(tx, org, from)).toReversed()) {
    const found = await besideOrImported(tx, org, key, sourceOf(row), seen);
    if (found) return found;
  }
  return undefined;
}
