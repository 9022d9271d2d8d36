import { anyUser } from '../../store/users.ts';
import type { Parts } from '../parts.ts';

/** Whether the first administrator is still to be made. Fails when the database does not answer. */
export const needsSetUp = async ({ db }: Pick<Parts, 'db'>): Promise<boolean> =>
  !(await anyUser(db));
