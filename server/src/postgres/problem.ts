/** Why PostgreSQL cannot be had, in words for the person who runs the server. */
export class PostgresProblem extends Error {
  override name = 'PostgresProblem';
}

/** The code of a system or PostgreSQL error, such as `ENOENT` or `57P03`; an empty text when it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
