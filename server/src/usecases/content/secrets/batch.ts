import { refuse } from '@coterie/kernel';
import { listTags } from '../../../store/content/tags.ts';
import type { Caller, Parts } from '../../parts.ts';
import { inProject } from '../write.ts';
import type { Edited, Typed } from './given.ts';
import type { SecretPlace } from './read.ts';
import type { SeenSecret } from './show.ts';
import { createAll, edit, locked, lockedIfThere, remove, type Writes } from './write.ts';

type Named = Typed & { secretKey: string };
/** What happens to a named secret that is not there: the whole is refused, it is left out, or made. */
export type Mode = 'failOnNotFound' | 'ignore' | 'upsert';

/** Changes secrets of one folder, all or none. */
export const editSecrets = (
  parts: Writes,
  caller: Caller,
  { mode = 'failOnNotFound', ...place }: SecretPlace & { mode?: Mode | undefined },
  wanted: readonly (Named & Edited)[],
): Promise<SeenSecret[]> =>
  inProject(parts, caller, place.projectId, async (tx, view) => {
    const writing = { ...parts, tx, caller, view };
    const seen: SeenSecret[] = [];
    for (const { secretKey: key, newSecretName, ...one } of wanted) {
      const at = { ...place, type: one.type };
      const row = await lockedIfThere(writing, at, key, 'edit');
      if (row) seen.push(await edit(writing, row, { ...one, newSecretName }));
      else if (mode === 'upsert')
        seen.push(
          ...(await createAll(writing, at, [{ ...one, key, secretValue: one.secretValue ?? '' }])),
        );
      else if (mode === 'failOnNotFound') refuse({ reason: 'notFound', thing: 'secret', id: key });
    }
    return seen;
  });

/** Deletes secrets of one folder, all or none; gives them as they were. */
export const deleteSecrets = (
  parts: Writes & Pick<Parts, 'restoreDays' | 'now'>,
  caller: Caller,
  place: SecretPlace,
  wanted: readonly Named[],
): Promise<SeenSecret[]> =>
  inProject(parts, caller, place.projectId, async (tx, view) => {
    const writing = { ...parts, tx, caller, view };
    const seen: SeenSecret[] = [];
    for (const { secretKey: key, type } of wanted)
      seen.push(await remove(writing, await locked(writing, { ...place, type }, key, 'delete')));
    return seen;
  });

/** Puts tags on a secret, or takes them off it; named by slug, the others stay. */
export const retagSecret = (
  parts: Writes,
  caller: Caller,
  name: string,
  { tagSlugs, put, ...place }: SecretPlace & Typed & { tagSlugs: readonly string[]; put: boolean },
): Promise<SeenSecret> =>
  inProject(parts, caller, place.projectId, async (tx, view) => {
    const writing = { ...parts, tx, caller, view };
    const row = await locked(writing, place, name, 'edit');
    const known = await listTags(tx, view.org, row.project_id);
    const ids = new Set(row.tags.map(({ id }) => id));
    for (const slug of tagSlugs) {
      const tag = known.find((one) => one.slug.toLowerCase() === slug);
      if (!tag) return refuse({ reason: 'notFound', thing: 'tag', id: slug });
      if (put) ids.add(tag.id);
      else ids.delete(tag.id);
    }
    return edit(writing, row, { tagIds: [...ids] });
  });
