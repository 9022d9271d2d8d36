import type { PrincipalRow } from '../../store/organization/members.ts';

type Person = { id: string; email: string; first_name: string | null; last_name: string | null };

export const presentUser = ({ id, email, first_name, last_name }: Person) => ({
  id,
  username: email,
  email,
  firstName: first_name,
  lastName: last_name,
});

/** A principal by name; one that is gone by its id alone. */
export const presentPrincipal = (id: string, row: PrincipalRow | undefined) => ({
  id,
  type: row?.kind ?? ('user' as const),
  name: row?.name ?? 'someone who is no longer here',
  email: row?.email ?? null,
  status: row?.status ?? 'removed',
});
