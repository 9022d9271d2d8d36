/** A moment as it is answered (RFC 3339), or that there is none. */
export const iso = (at: Date | number | null): string | null =>
  at === null ? null : new Date(at).toISOString();
