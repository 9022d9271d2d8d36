import { type Id, refuse } from '@coterie/kernel';
import type { Db } from '../../store/db.ts';
import { organizationById } from '../../store/organization/organizations.ts';

/** Refuses the slug of another organization as one that is not there; an empty one names the caller's own. */
export async function mustBeSlugOf(db: Db, org: Id, slug: string | undefined): Promise<void> {
  if (!slug) return;
  const own = await organizationById(db, org);
  if (own?.slug.toLowerCase() !== slug.toLowerCase())
    refuse({ reason: 'notFound', thing: 'organization', id: slug });
}
