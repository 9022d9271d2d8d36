import { secrets } from '@coterie/contract';
import type { z } from 'zod';
import { perform } from '../../api.ts';

/** A folder of an environment of a project. */
export type Place = { projectId: string; environment: string; secretPath: string };
export type Secret = z.output<typeof secrets.secrets.answer>['secrets'][number];

/** Reads the value of one secret; the listing never carries values. */
export async function readSecret(
  { projectId, environment, secretPath }: Place,
  secretName: string,
  version?: number,
) {
  const { secret } = await perform(secrets.secret_, {
    params: { secretName },
    query: {
      projectId,
      environment,
      secretPath,
      viewSecretValue: 'true',
      expandSecretReferences: 'false',
      includeImports: 'false',
      ...(version === undefined ? {} : { version }),
    },
  });
  return secret;
}

/** What stands for a value that the viewer may not read. */
export const withheld = 'hidden: needs Read value';
