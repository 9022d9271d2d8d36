import type { Thing } from '@coterie/kernel';
import type { ThingRow } from '../../store/content/things.ts';

/**
 * The one place that makes what rules are judged by (law 21): of what is in the database, never of how a request spells it.
 * Where nothing is there, what was asked for stands in, so that who may not ask is told so.
 */

type Placed = { environment_slug: string; path: string };
type Asked = { environment: string; path: string };

/** A folder's place, or the one asked for where there is none. */
export const placeAttributes = (row: Placed | undefined, asked: Asked) =>
  row
    ? { environment: row.environment_slug, secretPath: row.path }
    : { environment: asked.environment, secretPath: asked.path };

/** A secret by its place, name and tags. */
export const secretAttributes = ({
  environment,
  path,
  key,
  tags = [],
}: Asked & { key: string; tags?: readonly { slug: string }[] | undefined }) => ({
  environment,
  secretPath: path,
  secretName: key,
  secretTags: tags.map(({ slug }) => slug),
});

/** Of an environment, what rules look at of each thing in it. */
export const thingIn =
  (environment: string) =>
  ({ kind, path, name, tags }: ThingRow): Thing => ({
    subject: kind,
    attributes:
      name === null
        ? { environment, secretPath: path }
        : { environment, secretPath: path, secretName: name, secretTags: tags },
  });
