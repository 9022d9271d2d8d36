import { refuse } from '@coterie/kernel';

type Carried = { params: unknown; query: unknown; body: unknown };

/**
 * One rule for all text that comes in, wherever it stands: no NUL, which PostgreSQL cannot keep, and no half of a
 * surrogate pair, which could not be given back as it came (Unicode 16.0, §3.9, D91).
 */
export function refuseOddText({ params, query, body }: Carried): void {
  for (const part of [params, query, body]) look(part, '');
}

function look(value: unknown, at: string): void {
  if (typeof value === 'string') {
    if (!isPlain(value))
      refuse({
        reason: 'invalid',
        field: at || 'body',
        expected: 'text without NUL characters and without halves of surrogate pairs',
      });
  } else if (Array.isArray(value))
    for (const [index, item] of value.entries()) look(item, join(at, index));
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) {
      if (!isPlain(name))
        refuse({
          reason: 'invalid',
          field: at || 'body',
          expected: 'names of fields without NUL characters and without halves of surrogate pairs',
        });
      look(item, join(at, name));
    }
}

const isPlain = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

const join = (at: string, name: string | number): string =>
  at === '' ? `${name}` : `${at}.${name}`;
