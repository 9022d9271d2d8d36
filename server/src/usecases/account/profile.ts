import type { Id } from '@coterie/kernel';
import { editSettings, settingsOf } from '../../store/accounts/users.ts';
import type { Caller, Parts } from '../parts.ts';
import { ownUser } from './own.ts';

type Edit = {
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  timeZone?: string | null | undefined;
  dateLanguage?: string | null | undefined;
};

/** One's own account with its settings. */
export async function profile({ db }: Pick<Parts, 'db'>, caller: Caller) {
  return withSettings({ db }, (await ownUser({ db }, caller)).id);
}

/** Changes names and settings; what is not given stays, null takes it away. */
export async function editProfile({ db }: Pick<Parts, 'db'>, caller: Caller, edit: Edit) {
  const { id } = await ownUser({ db }, caller);
  await editSettings(db, id, {
    first_name: edit.firstName,
    last_name: edit.lastName,
    time_zone: edit.timeZone,
    date_language: edit.dateLanguage && Intl.getCanonicalLocales(edit.dateLanguage)[0],
  });
  return withSettings({ db }, id);
}

const withSettings = ({ db }: Pick<Parts, 'db'>, id: Id) => settingsOf(db, id);
