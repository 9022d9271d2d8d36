import { secrets } from '@coterie/contract';
import { perform } from '../../api.ts';

/** A folder of an environment of a project. */
export type Place = { projectId: string; environment: string; secretPath: string };

type Wish = {
  version?: number;
  /** With the values of the secrets that it refers to filled in. */
  isExpanded?: boolean;
  /** The viewer's own value in place of the shared one. */
  isOwn?: boolean;
};

/** Reads the value of one secret; the listing never carries values. */
export async function readSecret(
  { projectId, environment, secretPath }: Place,
  secretName: string,
  { version, isExpanded = false, isOwn = false }: Wish = {},
) {
  const { secret } = await perform(secrets.getSecret, {
    params: { secretName },
    query: {
      projectId,
      environment,
      secretPath,
      type: isOwn ? 'personal' : 'shared',
      viewSecretValue: 'true',
      expandSecretReferences: isExpanded ? 'true' : 'false',
      includeImports: 'false',
      ...(version === undefined ? {} : { version }),
    },
  });
  return secret;
}

/** Whether a value refers to other secrets, as `${KEY}` or `${env.folder.KEY}`. */
export const refersToOthers = (value: string): boolean => /\$\{[^{}\s]+\}/.test(value);

/** What stands for a value that the viewer may not read. */
export const withheld = 'hidden: needs Read value';
