import type { Id } from '@coterie/kernel';
import type { Tx } from '../../store/db.ts';
import { type Deed, headVersion } from '../../store/log/log.ts';
import { leaveEntry } from '../../store/log/trail.ts';
import { allOrganizationsOf } from '../../store/organization/organizations.ts';
import type { From, Parts } from '../parts.ts';

type By = { id: Id; kind: string; name: string; request: From };
type Person = {
  id: Id;
  email: string;
  first_name: string | null;
  last_name: string | null;
};

const nameOf = ({ email, first_name, last_name }: Person): string =>
  [first_name, last_name].filter(Boolean).join(' ') || email;

/** Leaves an entry in every organization that the person is in: an account is no organization's own. */
export async function leaveInEach(
  { logKeys, now }: Pick<Parts, 'logKeys' | 'now'>,
  tx: Tx,
  person: Person,
  by: By,
  deed: Deed,
): Promise<void> {
  for (const { id } of await allOrganizationsOf(tx, person.id)) {
    const version = (await headVersion(tx, id)) ?? 0;
    await leaveEntry(
      tx,
      logKeys,
      { org: id, at: new Date(now()), version },
      {
        actor: { id: by.id, kind: by.kind },
        command: deed.do,
        request: by.request,
        reason: null,
        changes: [],
        deeds: [deed],
        names: { [by.id]: by.name, [person.id]: nameOf(person) },
      },
    );
  }
}
