import { groups } from '@coterie/contract';
import { to } from '../../../api.ts';
import { type Terms, termsRequest } from '../../../parts/form/terms.ts';
import { plural } from '../../../words.ts';

/** Somebody who is to be put in a group or taken out of it. */
export type Pick = {
  /** `email` is an address that was pasted: the server knows whose it is. */
  kind: 'user' | 'machineIdentity' | 'group' | 'email';
  /** Of a user or an address, the e-mail address. */
  id: string;
  name: string;
  isIn: boolean;
};
export const keyOf = ({ kind, id }: Pick): string =>
  `${kind === 'email' ? 'user' : kind} ${id.toLowerCase()}`;

const item = ({ kind, id }: Pick) =>
  kind === 'group'
    ? { groupId: id }
    : kind === 'machineIdentity'
      ? { identityId: id }
      : { username: id };

/** One request for all of them: for one alone its own, which says why where it is refused. */
export function changeOf(id: string, picks: readonly Pick[], terms: Terms) {
  const [only, ...more] = picks;
  const body = termsRequest(terms);
  if (only && more.length === 0) {
    const user = { id, username: only.id };
    const identity = { id, identityId: only.id };
    const child = { id, childId: only.id };
    if (only.kind === 'group')
      return only.isIn
        ? to(groups.unnestGroup, { params: child })
        : to(groups.nestGroup, { params: child, body });
    if (only.kind === 'machineIdentity')
      return only.isIn
        ? to(groups.removeGroupIdentity, { params: identity })
        : to(groups.addGroupIdentity, { params: identity, body });
    return only.isIn
      ? to(groups.removeGroupUser, { params: user })
      : to(groups.addGroupUser, { params: user, body });
  }
  return to(groups.bulkMembers, {
    params: { id },
    body: {
      add: picks.filter(({ isIn }) => !isIn).map((one) => ({ ...item(one), ...body })),
      remove: picks.filter(({ isIn }) => isIn).map(item),
    },
  });
}

/** "Add 2, take out 1". */
export function wordsOf(picks: readonly Pick[]): string {
  const out = picks.filter(({ isIn }) => isIn);
  const added = picks.length - out.length;
  const [only] = picks;
  if (only && picks.length === 1) return `${only.isIn ? 'Take out' : 'Add'} ${only.name}`;
  if (out.length === 0) return `Add ${plural(added, 'member')}`;
  if (added === 0) return `Take out ${plural(out.length, 'member')}`;
  return `Add ${added.toLocaleString('en')}, take out ${out.length.toLocaleString('en')}`;
}
