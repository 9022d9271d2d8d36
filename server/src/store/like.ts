/** A pattern that finds `text` anywhere, with the wildcards in it standing for themselves. */
export const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
