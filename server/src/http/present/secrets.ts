import type { Part } from '../../held/answers.ts';
import type { Writing } from '../../usecases/content/secrets/kept-list.ts';
import type { SeenSecret } from '../../usecases/content/secrets/show.ts';

/** What stands where a value is withheld: the contract's placeholder (§12). */
const placeholder = '<hidden-by-infisical>';

export const presentValue = (value: string | null) => ({
  secretValue: value ?? placeholder,
  secretValueHidden: value === null,
});

export const presentSecret = ({ row, value, comment, metadata, unresolved }: SeenSecret) => ({
  id: row.id,
  _id: row.id,
  workspace: row.project_id,
  environment: row.environment,
  version: row.version,
  type: row.owner_id === null ? ('shared' as const) : ('personal' as const),
  secretKey: row.key,
  ...presentValue(value),
  secretComment: comment,
  secretPath: row.path,
  secretReminderNote: row.reminder_note,
  secretReminderRepeatDays: row.reminder_repeat_days,
  skipMultilineEncoding: row.skip_multiline_encoding,
  tags: row.tags,
  secretMetadata: [...metadata],
  ...(unresolved ? { unresolved: [...unresolved] } : {}),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

/** A list as it is sent: the form of `secretList` in the contract, without asking zod of each field again. */
export const writing: Writing = {
  one: (secret) => JSON.stringify(presentSecret(secret)),
  async list({ secrets, imports }, inPieces) {
    const parts: Part[] = ['{"secrets":[', ...between(await inPieces(secrets)), '],"imports":['];
    for (const [n, { row, folder, secrets: imported }] of imports.entries()) {
      const at = JSON.stringify({
        secretPath: row.import_path,
        environment: row.import_environment_slug,
        folderId: folder,
      });
      const head = `${n > 0 ? ',' : ''}${at.slice(0, -1)},"secrets":[`;
      parts.push(head, ...between(await inPieces(imported)), ']}');
    }
    return [...parts, ']}'];
  },
};

/** With commas between. */
const between = (pieces: readonly Part[]): Part[] =>
  pieces.flatMap((piece, n) => (n > 0 ? [',', piece] : [piece]));
