import { type Id, type Refusal, Refused } from '@coterie/kernel';
import { look } from './look.ts';
import type { Caller, Parts } from './parts.ts';
import { sees } from './seen.ts';

/** What a request named, and under which path. */
export type NamedBy = { path: string; params: Readonly<Record<string, string>>; said: string };

type Thing = Extract<Refusal, { reason: 'notFound' }>['thing'];
/** What is asked for by its id alone, by the parameter that has the id. */
const things: Readonly<Record<string, Thing>> = {
  secretId: 'secret',
  folderId: 'folder',
  importId: 'secret import',
  envId: 'environment',
  roleId: 'role',
  privilegeId: 'privilege',
  membershipId: 'membership',
  identityMembershipId: 'membership',
};

/** A refusal about a place that the asker has no way to and did not name: it says no more than the missing right. */
export class Veiled extends Refused {}

/**
 * A refusal as it may be told: who has no way to what a request is about is answered as if it were not there, whichever
 * use case or command refused, and with which words.
 */
export async function untold(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  error: Refused,
  named: NamedBy,
): Promise<Refused> {
  const { refusal } = error;
  if (refusal.reason !== 'forbidden' && refusal.reason !== 'exceeds') return error;
  const seen = sees(await look(parts, caller));
  const { project } = refusal;
  if (project !== null && !seen.project(project)) {
    if (named.said.includes(project)) return missing('project', project);
    if (refusal.reason === 'exceeds') return new Veiled(refusal);
    for (const [param, thing] of Object.entries(things)) {
      const id = named.params[param];
      if (id !== undefined) return missing(thing, id);
    }
    return new Veiled(refusal);
  }
  const group = named.path.includes('/groups/:id') ? named.params.id : undefined;
  if (group !== undefined && refusal.reason === 'forbidden' && !seen.group(group))
    return missing('group', group);
  return error;
}

const missing = (thing: Thing, id: Id): Refused => new Refused({ reason: 'notFound', thing, id });
