import { inSlices } from '../../held/slices.ts';
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

/**
 * A list as it is sent, in pieces of some secrets each: the form of `secretList` in the contract, without asking zod of each
 * field again. With room for other requests between pieces.
 */
export async function renderList(list: {
  secrets: readonly SeenSecret[];
  imports: readonly SeenImport[];
}): Promise<string[]> {
  const pieces = await renderAll('{"secrets":', list.secrets);
  let before = ',"imports":[';
  for (const { row, folder, secrets } of list.imports) {
    const at = {
      secretPath: row.import_path,
      environment: row.import_environment_slug,
      folderId: folder,
    };
    pieces.push(
      ...(await renderAll(`${before}${JSON.stringify(at).slice(0, -1)},"secrets":`, secrets)),
    );
    pieces.push('}');
    before = ',';
  }
  pieces.push(list.imports.length === 0 ? `${before}]}` : ']}');
  return joined(pieces);
}

async function renderAll(before: string, secrets: readonly SeenSecret[]): Promise<string[]> {
  const all = await inSlices(secrets, (one) => JSON.stringify(presentSecret(one)));
  const pieces = [`${before}[`];
  for (let from = 0; from < all.length; from += aPiece)
    pieces.push(`${from > 0 ? ',' : ''}${all.slice(from, from + aPiece).join(',')}`);
  pieces.push(']');
  return pieces;
}
const aPiece = 200;

/** Pieces put together as long as they stay small. */
function joined(pieces: readonly string[]): string[] {
  const found: string[] = [];
  for (const piece of pieces) {
    const last = found.length - 1;
    if (last >= 0 && (found[last] as string).length + piece.length < longest) found[last] += piece;
    else found.push(piece);
  }
  return found;
}
/** Letters. */
const longest = 256 * 1024;
