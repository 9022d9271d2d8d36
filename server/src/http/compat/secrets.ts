import { compatSecrets } from '@coterie/contract';
import { deleteSecrets, editSecrets, retagSecret } from '../../usecases/content/secrets/batch.ts';
import { renderedList } from '../../usecases/content/secrets/kept-list.ts';
import { getSecret, getSecretById } from '../../usecases/content/secrets/read.ts';
import type { SeenSecret } from '../../usecases/content/secrets/show.ts';
import {
  createSecret,
  createSecrets,
  deleteSecret,
  editSecret,
} from '../../usecases/content/secrets/write.ts';
import type { Caller, Parts } from '../../usecases/parts.ts';
import { findProject } from '../../usecases/projects/find.ts';
import { type Door, door } from '../door/door.ts';
import { presentSecret, writing } from '../present/secrets.ts';

type Named = {
  workspaceId?: string | undefined;
  workspaceSlug?: string | undefined;
  projectId?: string | undefined;
  projectSlug?: string | undefined;
};

/** The same with the project by its id, and imports by their present name. */
async function placed<T extends Named>(
  parts: Pick<Parts, 'worlds' | 'now'>,
  caller: Caller,
  { workspaceId, workspaceSlug, projectId: id, projectSlug, ...rest }: T,
) {
  const named = { id: workspaceId ?? id, slug: workspaceSlug ?? projectSlug };
  const projectId = await findProject(parts, caller, named);
  return { ...rest, projectId };
}

const presentAll = (seen: SeenSecret[]) => ({ secrets: seen.map(presentSecret) });
const keyed = <T extends { secretKey: string }>(secrets: T[]) =>
  secrets.map(({ secretKey, ...one }) => ({ ...one, key: secretKey }));

const batchDoors: Door[] = [
  door(compatSecrets.createRawSecrets, async (parts, caller, { body }) => {
    const { secrets, ...place } = await placed(parts, caller, body);
    return presentAll(await createSecrets(parts, caller, place, keyed(secrets)));
  }),
  door(compatSecrets.editRawSecrets, async (parts, caller, { body }) => {
    const { secrets, ...place } = await placed(parts, caller, body);
    return presentAll(await editSecrets(parts, caller, place, secrets));
  }),
  door(compatSecrets.deleteRawSecrets, async (parts, caller, { body }) => {
    const { secrets, ...place } = await placed(parts, caller, body);
    return presentAll(await deleteSecrets(parts, caller, place, secrets));
  }),
  door(compatSecrets.createSecrets, async (parts, caller, { body: { secrets, ...place } }) =>
    presentAll(await createSecrets(parts, caller, place, keyed(secrets))),
  ),
  door(compatSecrets.editSecrets, async (parts, caller, { body: { secrets, ...place } }) =>
    presentAll(await editSecrets(parts, caller, place, secrets)),
  ),
  door(compatSecrets.deleteSecrets, async (parts, caller, { body: { secrets, ...place } }) =>
    presentAll(await deleteSecrets(parts, caller, place, secrets)),
  ),
];

export const compatSecretDoors: Door[] = [
  door(compatSecrets.listRawSecrets, async (parts, caller, { query }, { request }) => {
    const { include_imports, metadataFilter, ...asked } = await placed(parts, caller, query);
    const wishes = { ...asked, includeImports: include_imports, metadata: metadataFilter };
    return renderedList(parts, caller, { ...wishes, url: request.url }, writing);
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
  ...batchDoors,
  door(compatSecrets.addSecretTags, async (parts, caller, { params, body }) => {
    const wanted = { ...(await placed(parts, caller, body)), put: true };
    return { secret: presentSecret(await retagSecret(parts, caller, params.secretName, wanted)) };
  }),
  door(compatSecrets.removeSecretTags, async (parts, caller, { params, body }) => {
    const wanted = { ...(await placed(parts, caller, body)), put: false };
    return { secret: presentSecret(await retagSecret(parts, caller, params.secretName, wanted)) };
  }),
];
