import type { SeenImport } from '../../usecases/content/secrets/read.ts';
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

export const presentList = ({
  secrets,
  imports,
}: {
  secrets: readonly SeenSecret[];
  imports: readonly SeenImport[];
}) => ({
  secrets: secrets.map(presentSecret),
  imports: imports.map(({ row, folder, secrets: imported }) => ({
    secretPath: row.import_path,
    environment: row.import_environment_slug,
    folderId: folder,
    secrets: imported.map(presentSecret),
  })),
});
