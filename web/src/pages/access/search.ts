import { text } from '../../words.ts';

/** A question as the address carries it, so that it can be shared. */
export type AccessSearch = { [key in (typeof accessKeys)[number]]?: string };
const accessKeys = [
  'tab',
  'who',
  'whoName',
  'other',
  'otherName',
  'project',
  'projectName',
  'subject',
  'action',
  'environment',
  'path',
  'name',
  'at',
] as const;
export function accessSearch(search: Record<string, unknown>): AccessSearch {
  return Object.fromEntries(
    accessKeys.flatMap((key) =>
      text(search[key]) === undefined ? [] : [[key, text(search[key])]],
    ),
  );
}
