import { serviceTokens } from '@coterie/contract';
import { refuse } from '@coterie/kernel';
import { getSecret, listSecrets } from '../../usecases/content/secrets/read.ts';
import type { SeenSecret } from '../../usecases/content/secrets/show.ts';
import { createSecret, deleteSecret, editSecret } from '../../usecases/content/secrets/write.ts';
import {
  createServiceToken,
  deleteServiceToken,
  endOf,
  listServiceTokens,
  ownServiceToken,
  type Sealed,
  type Sealing,
  type SeenServiceToken,
  sealingOf,
} from '../../usecases/identities/service-tokens.ts';
import type { Caller, Parts } from '../../usecases/parts.ts';
import { type Door, door } from '../door/door.ts';
import { Turned } from '../door/errors.ts';
import { presentSecret } from '../present/secrets.ts';

function present({ row, project, scopes, permissions, key }: SeenServiceToken) {
  return {
    _id: row.id,
    id: row.id,
    name: row.name,
    projectId: project,
    workspace: project,
    environment: scopes[0]?.environment ?? '',
    user: null,
    scopes,
    permissions,
    lastUsed: row.used_at.toISOString(),
    expiresAt: endOf(row)?.toISOString() ?? null,
    encryptedKey: key.ciphertext,
    iv: key.iv,
    tag: key.tag,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.created_at.toISOString(),
  };
}

/** The service token that asks; any other token is refused. */
async function asking(parts: Parts, caller: Caller): Promise<SeenServiceToken> {
  const own = await ownServiceToken(parts, caller);
  if (!own) throw new Turned(401, 'only service tokens (`st.…`) are answered here');
  return own;
}

/** How the texts of the service token that asks are sealed. */
const sealingFor = async (parts: Parts, caller: Caller): Promise<Sealing> =>
  sealingOf(parts, await asking(parts, caller));

type Name = 'secretKey' | 'secretValue' | 'secretComment';
type Fields<K extends string> = Record<`${K}Ciphertext` | `${K}IV` | `${K}Tag`, string>;

function sealed<K extends Name>({ seal }: Sealing, name: K, plain: string): Fields<K> {
  const { ciphertext, iv, tag } = seal(plain);
  return {
    [`${name}Ciphertext`]: ciphertext,
    [`${name}IV`]: iv,
    [`${name}Tag`]: tag,
  } as Fields<K>;
}

/** The text of a field; undefined where none was sent. */
function opened({ open }: Sealing, name: Name, sent: Partial<Fields<string>>): string | undefined {
  const one: Partial<Sealed> = {
    ciphertext: sent[`${name}Ciphertext`],
    iv: sent[`${name}IV`],
    tag: sent[`${name}Tag`],
  };
  if (one.ciphertext === undefined || one.iv === undefined || one.tag === undefined)
    return undefined;
  const { ciphertext, iv, tag } = one;
  return (
    open({ ciphertext, iv, tag }) ??
    refuse({
      reason: 'invalid',
      field: `${name}Ciphertext`,
      expected: 'a text sealed under the key of this service token',
    })
  );
}

/** As service tokens have it; of a value that may not be read there is an empty text. */
function presentSealed(sealing: Sealing, secret: SeenSecret) {
  const { id, _id, version, workspace, type, environment, createdAt, updatedAt, ...texts } =
    presentSecret(secret);
  return {
    ...{ id, _id, version, workspace, type, environment, createdAt, updatedAt },
    ...sealed(sealing, 'secretKey', texts.secretKey),
    ...sealed(sealing, 'secretValue', texts.secretValueHidden ? '' : texts.secretValue),
    ...sealed(sealing, 'secretComment', texts.secretComment),
  };
}

const placeOf = ({
  workspaceId: projectId,
  environment,
  secretPath,
}: {
  workspaceId: string;
  environment: string;
  secretPath: string;
}) => ({ projectId, environment, secretPath });
const asked = { viewSecretValue: true, expandSecretReferences: true } as const;
const shared = { type: 'shared' } as const;

const sealedDoors: Door[] = [
  door(serviceTokens.listSealedSecrets, async (parts, caller, { query }) => {
    const sealing = await sealingFor(parts, caller);
    const { secrets, imports } = await listSecrets(parts, caller, {
      ...placeOf(query),
      ...asked,
      recursive: false,
      includeImports: query.include_imports,
    });
    const one = (secret: SeenSecret) => presentSealed(sealing, secret);
    return {
      secrets: secrets.map(one),
      imports: imports.map(({ row, folder, secrets: imported }) => ({
        secretPath: row.import_path,
        environment: row.import_environment_slug,
        folderId: folder,
        secrets: imported.map(one),
      })),
    };
  }),
  door(serviceTokens.getSealedSecret, async (parts, caller, { params, query }) => {
    const sealing = await sealingFor(parts, caller);
    const wishes = { ...placeOf(query), ...asked, ...shared };
    const includeImports = query.include_imports;
    const found = await getSecret(parts, caller, params.secretName, { ...wishes, includeImports });
    return { secret: presentSealed(sealing, found) };
  }),
  door(serviceTokens.createSealedSecret, async (parts, caller, { params, body }) => {
    const sealing = await sealingFor(parts, caller);
    const made = await createSecret(parts, caller, params.secretName, {
      ...placeOf(body),
      ...shared,
      secretValue: opened(sealing, 'secretValue', body) ?? '',
      secretComment: opened(sealing, 'secretComment', body),
    });
    return { secret: presentSealed(sealing, made) };
  }),
  door(serviceTokens.editSealedSecret, async (parts, caller, { params, body }) => {
    const sealing = await sealingFor(parts, caller);
    const edited = await editSecret(parts, caller, params.secretName, {
      ...placeOf(body),
      ...shared,
      secretValue: opened(sealing, 'secretValue', body),
      secretComment: opened(sealing, 'secretComment', body),
    });
    return { secret: presentSealed(sealing, edited) };
  }),
  door(serviceTokens.deleteSealedSecret, async (parts, caller, { params, body }) => {
    const sealing = await sealingFor(parts, caller);
    const wanted = { ...placeOf(body), ...shared };
    return {
      secret: presentSealed(sealing, await deleteSecret(parts, caller, params.secretName, wanted)),
    };
  }),
];

export const serviceTokenDoors: Door[] = [
  door(serviceTokens.createServiceToken, async (parts, caller, { body }) => {
    const { name, workspaceId: project, scopes, permissions, expiresIn } = body;
    const wanted = { name, project, scopes, permissions, expiresIn };
    const { token, seen } = await createServiceToken(parts, caller, wanted);
    return { serviceToken: token, serviceTokenData: present(seen) };
  }),
  door(serviceTokens.getServiceToken, async (parts, caller) =>
    present(await asking(parts, caller)),
  ),
  door(serviceTokens.listServiceTokens, async (parts, caller, { params }) => ({
    serviceTokenData: (await listServiceTokens(parts, caller, params.workspaceId)).map(present),
  })),
  door(serviceTokens.deleteServiceToken, async (parts, caller, { params }) => ({
    serviceTokenData: present(await deleteServiceToken(parts, caller, params.serviceTokenId)),
  })),
  ...sealedDoors,
];
