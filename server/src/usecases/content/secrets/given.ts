import { type Id, refuse } from '@coterie/kernel';
import type { SecretRow } from '../../../store/content/secrets.ts';
import { listTags, type TagRow } from '../../../store/content/tags.ts';
import type { Tx } from '../../../store/db.ts';
import { wantsCapitals } from '../../../store/project/projects.ts';
import type { Caller, Parts } from '../../parts.ts';
import type { View } from '../../view.ts';

export type Wanted = {
  secretValue?: string | undefined;
  secretComment?: string | null | undefined;
  skipMultilineEncoding?: boolean | null | undefined;
  secretReminderNote?: string | null | undefined;
  secretReminderRepeatDays?: number | null | undefined;
  tagIds?: readonly Id[] | null | undefined;
  secretMetadata?:
    | readonly { key: string; value: string; isEncrypted?: boolean | undefined }[]
    | null
    | undefined;
};
/** Whose the secret is: shared, or the caller's own. */
export type Typed = { type?: 'shared' | 'personal' | undefined };
export type Edited = Typed &
  Wanted & {
    newSecretName?: string | undefined;
    /** Renames though references elsewhere, which the caller may not change, will lead nowhere. */
    force?: boolean | undefined;
  };
/** A write under way: in its transaction, by the caller's view. */
export type Writing = Pick<Parts, 'keyring'> & { tx: Tx; caller: Caller; view: View };

/** Refuses a new name with small letters where the project has names in capitals. */
export async function mustBeCapital(
  { tx, view }: Writing,
  project: Id,
  key: string,
): Promise<void> {
  if (key !== key.toUpperCase() && (await wantsCapitals(tx, view.org, project)))
    refuse({
      reason: 'invalid',
      field: 'secretName',
      expected: 'capitals, as this project has the names of its secrets',
    });
}

/** What is kept beside a secret is kept with the shared one: a personal value has none of its own to set. */
export function mustBeValueAlone({ type }: Typed, wanted: Wanted): void {
  if (type !== 'personal') return;
  const fields = ['secretComment', 'tagIds', 'secretMetadata', 'secretReminderNote'] as const;
  for (const field of fields)
    if (wanted[field]?.length)
      refuse({
        reason: 'invalid',
        field,
        expected: 'nothing: a personal value has what is kept beside the shared secret',
      });
}

export function ownerOf(caller: Caller, { type }: Typed): Id | null {
  if (type !== 'personal') return null;
  if (caller.kind === 'user') return caller.principal;
  return refuse({
    reason: 'invalid',
    field: 'type',
    expected: '`shared`: a machine identity has no personal secrets',
  });
}

/** The tags of the project, once every one wanted is among them. */
export async function tagsWanted(
  tx: Tx,
  view: View,
  project: Id,
  wanted: readonly { tagIds?: readonly Id[] | null | undefined }[],
): Promise<TagRow[]> {
  const ids = wanted.flatMap(({ tagIds }) => tagIds ?? []);
  const known = ids.length > 0 ? await listTags(tx, view.org, project) : [];
  for (const id of ids)
    if (!known.some((tag) => tag.id === id)) refuse({ reason: 'notFound', thing: 'tag', id });
  return known;
}

export const pick = (tags: readonly TagRow[], ids: readonly Id[]): TagRow[] =>
  tags.filter(({ id }) => ids.includes(id));

/** What is kept beside the versions; clients send 0 and empty texts for no reminder. */
export const columnsOf = (
  wanted: Wanted,
  row?: Pick<SecretRow, 'skip_multiline_encoding' | 'reminder_note' | 'reminder_repeat_days'>,
) => ({
  skip_multiline_encoding: wanted.skipMultilineEncoding ?? row?.skip_multiline_encoding ?? false,
  reminder_note:
    wanted.secretReminderNote === undefined
      ? (row?.reminder_note ?? null)
      : wanted.secretReminderNote || null,
  reminder_repeat_days:
    wanted.secretReminderRepeatDays === undefined
      ? (row?.reminder_repeat_days ?? null)
      : wanted.secretReminderRepeatDays || null,
});
