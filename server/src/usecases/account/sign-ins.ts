import type { Id } from '@coterie/kernel';
import { listSignIns, type SignInFilter } from '../../store/accounts/sign-ins.ts';
import { look } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { mustBeInstanceAdmin, ownUser } from './own.ts';

type Asked = Omit<SignInFilter, 'of'> & { scope: 'organization' | 'instance' };

/** Sign-ins of an organization's people and machines; of the whole instance for its admins, unknown addresses too. */
export async function readSignIns(
  parts: Pick<Parts, 'db' | 'worlds' | 'now'>,
  caller: Caller,
  { scope, ...filter }: Asked,
) {
  const view = await look(parts, caller);
  view.need('audit-logs', 'read');
  if (scope === 'organization')
    return listSignIns(parts.db, { ...filter, of: { organization: view.org } });
  await mustBeInstanceAdmin(parts, caller, 'read all sign-ins');
  return listSignIns(parts.db, { ...filter, of: 'people' });
}

export async function ownSignIns(
  parts: Pick<Parts, 'db'>,
  caller: Caller,
  page: { limit: number; offset: number },
) {
  const { id }: { id: Id } = await ownUser(parts, caller);
  return listSignIns(parts.db, { ...page, of: { person: id } });
}
