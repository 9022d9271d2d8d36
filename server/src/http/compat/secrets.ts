import { compatSecrets } from '@coterie/contract';
import { getSecret, getSecretById, listSecrets } from '../../usecases/content/secrets/read.ts';
import {
  createSecret,
  createSecrets,
  deleteSecret,
  editSecret,
} from '../../usecases/content/secrets/write.ts';
import type { Caller, Parts } from '../../usecases/parts.ts';
import { findProject } from '../../usecases/projects/find.ts';
import { type Door, door } from '../door/door.ts';
import { presentList, presentSecret } from '../present/secrets.ts';

type Named = { workspaceId?: string | undefined; workspaceSlug?: string | undefined };

/** The same with the project by its id, and imports by their present name. */
async function placed<T extends Named>(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  { workspaceId, workspaceSlug, ...rest }: T,
) {
  const projectId = await findProject(parts, caller, { id: workspaceId, slug: workspaceSlug });
  return { ...rest, projectId };
}

export const compatSecretDoors: Door[] = [
  door(compatSecrets.listRawSecrets, async (parts, caller, { query }) => {
    const { include_imports, metadataFilter, ...asked } = await placed(parts, caller, query);
    const wishes = { ...asked, includeImports: include_imports, metadata: metadataFilter };
    return presentList(await listSecrets(parts, caller, wishes));
  }),
  door(compatSecrets.getRawSecret, async (parts, caller, { params, query }) => {
    const { include_imports, ...asked } = await placed(parts, caller, query);
    const wishes = { ...asked, includeImports: include_imports };
    return { secret: presentSecret(await getSecret(parts, caller, params.secretName, wishes)) };
  }),
  door(compatSecrets.getRawSecretById, async (parts, caller, { params, query }) => ({
    secret: presentSecret(await getSecretById(parts, caller, params.secretId, query)),
  })),
  door(compatSecrets.createRawSecret, async (parts, caller, { params, body }) => ({
    secret: presentSecret(
      await createSecret(parts, caller, params.secretName, await placed(parts, caller, body)),
    ),
  })),
  door(compatSecrets.editRawSecret, async (parts, caller, { params, body }) => ({
    secret: presentSecret(
      await editSecret(parts, caller, params.secretName, await placed(parts, caller, body)),
    ),
  })),
  door(compatSecrets.deleteRawSecret, async (parts, caller, { params, body }) => ({
    secret: presentSecret(
      await deleteSecret(parts, caller, params.secretName, await placed(parts, caller, body)),
    ),
  })),
  door(compatSecrets.createRawSecrets, async (parts, caller, { body }) => {
    const { secrets, ...place } = await placed(parts, caller, body);
    const wanted = secrets.map(({ secretKey, ...one }) => ({ ...one, key: secretKey }));
    return { secrets: (await createSecrets(parts, caller, place, wanted)).map(presentSecret) };
  }),
];
