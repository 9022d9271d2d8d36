import { type Id, isId, type Refusal, Refused } from '@coterie/kernel';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import type { View } from '../view.ts';
import { sees } from './seen.ts';

/** What a request named: its path as the contract has it, and all that it carries. */
export type NamedBy = { path: string; params: unknown; query: unknown; body: unknown };
type Thing = Extract<Refusal, { reason: 'notFound' }>['thing'];
type Named = { name: string; id: Id };

/** What is asked for by its id alone, by the parameter that has the id. */
const alone: Readonly<Record<string, Thing>> = {
  secretId: 'secret',
  folderId: 'folder',
  folderIdOrName: 'folder',
  importId: 'secret import',
  envId: 'environment',
  roleId: 'role',
  privilegeId: 'privilege',
  membershipId: 'membership',
  identityMembershipId: 'membership',
};
const projects = new Set(['projectId', 'workspaceId', 'projectIds']);
const groups = new Set(['groupId', 'fromGroupId', 'childId', 'groupIdOrName']);
const people = new Set(['userId', 'principalId', 'otherId']);
const holders = new Set(['holderId', 'memberId']);

/** A refusal about a place that the asker has no way to and did not name: it says no more than the missing right. */
export class Veiled extends Refused {}

/** Of an act that was only asked about, a refusal is told by what the act names, not by the question around it. */
const toldAlready = new WeakSet<Refused>();

/**
 * A refusal as it may be told. Where a request names something that the asker has no way to, the answer is the one that an
 * id of nothing gets, whichever use case or command refused and whatever it said.
 */
export async function untold(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  error: Refused,
  request: NamedBy,
): Promise<Refused> {
  const told = toldAlready.has(error) ? error : await tellable(parts, caller, error, request);
  toldAlready.add(told);
  return told;
}

async function tellable(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  error: Refused,
  request: NamedBy,
): Promise<Refused> {
  const { refusal } = error;
  const { reason } = refusal;
  if (reason === 'taken' && refusal.thing === 'member') return untoldMember(parts, caller, error);
  if (reason !== 'forbidden' && reason !== 'exceeds' && reason !== 'notFound') return error;
  const view = await look(parts, caller);
  const named = [request.params, request.query, request.body].flatMap((one) => idsIn(one));
  const all = request.path.includes('/groups/:id')
    ? named.map((one) => (one.name === 'id' ? { ...one, name: 'groupId' } : one))
    : named;
  const unseen = reason === 'exceeds' ? undefined : firstUnseen(view, all, request.path);
  if (unseen) return unseen;
  if (reason === 'notFound' && refusal.thing === 'project' && isOfContent.test(request.path))
    return unreadable(null);
  if (reason === 'notFound' || refusal.project === null || view.hasWayTo(refusal.project))
    return error;
  if (all.some(({ id }) => id === refusal.project)) return missing('project', refusal.project);
  const [only] = reason === 'forbidden' ? all.filter(({ name }) => name in alone) : [];
  return only ? missing(alone[only.name] as Thing, only.id) : new Veiled(refusal);
}

/** That someone is a member already is told only to who may invite. */
async function untoldMember(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  error: Refused,
): Promise<Refused> {
  const view = await look(parts, caller);
  try {
    view.need('member', 'create');
    return error;
  } catch (refused) {
    if (refused instanceof Refused) return refused;
    throw refused;
  }
}

/** Every id in what a request carries, with the name that it stands under. */
function idsIn(carried: unknown, name = ''): Named[] {
  if (typeof carried === 'string') return isId(carried) ? [{ name, id: carried }] : [];
  if (Array.isArray(carried)) return carried.flatMap((one) => idsIn(one, name));
  if (typeof carried !== 'object' || carried === null) return [];
  return Object.entries(carried).flatMap(([key, value]) => idsIn(value, key));
}

/** What is answered about the first thing named that is hidden or nowhere, which come to the same: projects first. */
function firstUnseen(view: View, named: readonly Named[], path: string): Refused | undefined {
  const seen = sees(view);
  const places = named.filter(({ name }) => projects.has(name));
  for (const { id } of places) if (!isThere(view, id)) return unseenProject(view, id, path);
  const place = places[0]?.id;
  for (const { name, id } of named) {
    if (groups.has(name) && !seen.group(id, place)) return missing('group', id);
    if (people.has(name) && !seen.principal(id, place)) return missing('member', id);
    if (name === 'identityId' && !seen.principal(id, place)) return missing('identity', id);
    if (holders.has(name) && !seen.principal(id, place) && !seen.group(id, place))
      return missing('member', id);
    if (name === 'roleId' && !seen.role(id)) return missing('role', id);
    if (
      /^membershipIds?$/.test(name) &&
      /organizations?\//.test(path) &&
      !view.may('member', 'read')
    )
      return missing('membership', id);
  }
  return undefined;
}

/**
 * Public clients take 404 on a secret, a folder or an import for one that is gone, and drop it from their state in silence;
 * 403 stops them. So a project of the organization that is hidden is refused on these paths, with nothing else said; by its
 * slug, which can be guessed, one that is nowhere too.
 */
const isOfContent = /^\/api\/v\d\/(secrets|folders|secret-imports)/;
const unseenProject = (view: View, project: Id, path: string): Refused =>
  isOfContent.test(path) && view.world.get('project', project)
    ? unreadable(project)
    : missing('project', project);
const unreadable = (project: Id | null): Refused =>
  new Veiled({ reason: 'forbidden', subject: 'secrets', action: 'describeSecret', project });

const isThere = (view: View, project: Id): boolean =>
  view.world.get('project', project) !== undefined && view.hasWayTo(project);

const missing = (thing: Thing, id: Id): Refused => new Refused({ reason: 'notFound', thing, id });
