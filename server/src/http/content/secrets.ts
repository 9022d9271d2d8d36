import { secrets } from '@coterie/contract';
import { folderNamed, getFolder, listFolders } from '../../usecases/content/folders/read.ts';
import { createFolder, deleteFolder, editFolder } from '../../usecases/content/folders/write.ts';
import { listSecretVersions } from '../../usecases/content/secrets/history.ts';
import { renderedList } from '../../usecases/content/secrets/kept-list.ts';
import { getSecret } from '../../usecases/content/secrets/read.ts';
import { createSecret, deleteSecret, editSecret } from '../../usecases/content/secrets/write.ts';
import { type Door, door } from '../door/door.ts';
import { presentFolder } from '../present/folders.ts';
import { presentSecret, presentValue, writing } from '../present/secrets.ts';

/** What our own paths ask for beside what is said. */
export const native = { localFirst: true, tellUnresolved: true };

export const secretDoors: Door[] = [
  door(
    secrets.listSecrets,
    async (parts, caller, { query: { metadataFilter, ...query } }, { request }) => {
      const asked = { ...query, metadata: metadataFilter, ...native, url: request.url };
      return renderedList(parts, caller, asked, writing);
    },
  ),
  door(secrets.getSecret, async (parts, caller, { params, query }) => ({
    secret: presentSecret(
      await getSecret(parts, caller, params.secretName, { ...query, ...native }),
    ),
  })),
  door(secrets.createSecret, async (parts, caller, { params, body }) => ({
    secret: presentSecret(await createSecret(parts, caller, params.secretName, body)),
  })),
  door(secrets.editSecret, async (parts, caller, { params, body }) => ({
    secret: presentSecret(await editSecret(parts, caller, params.secretName, body)),
  })),
  door(secrets.deleteSecret, async (parts, caller, { params, body }) => ({
    secret: presentSecret(await deleteSecret(parts, caller, params.secretName, body)),
  })),
  door(secrets.listSecretVersions, async (parts, caller, { params, query }) => {
    const { versions, total } = await listSecretVersions(parts, caller, params.secretId, query);
    return {
      totalCount: total,
      versions: versions.map(({ row, key, value, comment, at, actor }) => ({
        version: row.version,
        secretKey: key,
        ...presentValue(value),
        secretComment: comment,
        actor: actor && { actorId: actor.id, actorType: actor.kind, name: actor.name },
        createdAt: at.toISOString(),
      })),
    };
  }),

  ...[secrets.createFolder, secrets.createFolder2].map((endpoint) =>
    door(endpoint, async (parts, caller, { body }) => ({
      folder: presentFolder(await createFolder(parts, caller, body)),
    })),
  ),
  ...[secrets.listFolders, secrets.listFolders2].map((endpoint) =>
    door(endpoint, async (parts, caller, { query }) => ({
      folders: (await listFolders(parts, caller, query)).map(presentFolder),
    })),
  ),
  ...[secrets.getFolder, secrets.getFolder2].map((endpoint) =>
    door(endpoint, async (parts, caller, { params }) => ({
      folder: presentFolder(await getFolder(parts, caller, params.folderId)),
    })),
  ),
  ...[secrets.editFolder, secrets.editFolder2].map((endpoint) =>
    door(endpoint, async (parts, caller, { params, body }) => ({
      folder: presentFolder(await editFolder(parts, caller, params.folderId, body)),
    })),
  ),
  door(secrets.deleteFolder, async (parts, caller, { params, body: { forceDelete, ...place } }) => {
    const id = await folderNamed(parts, caller, place, params.folderIdOrName);
    return { folder: presentFolder(await deleteFolder(parts, caller, id, forceDelete)) };
  }),
];
