import { identities } from '@coterie/contract';
import {
  createClientSecret,
  getClientSecret,
  getClientSecrets,
  revokeClientSecret,
} from '../../usecases/identities/client-secrets.ts';
import { createIdentity } from '../../usecases/identities/create.ts';
import { deleteIdentity } from '../../usecases/identities/delete.ts';
import { editIdentity } from '../../usecases/identities/edit.ts';
import { getIdentity, listOrganizationIdentities } from '../../usecases/identities/get.ts';
import { logIn, renewToken, revokeToken } from '../../usecases/identities/log-in.ts';
import {
  attachTokenAuth,
  createNamedToken,
  detachTokenAuth,
  editNamedToken,
  editTokenAuth,
  getNamedToken,
  getTokenAuth,
  listIdentityTokens,
  revokeNamedToken,
} from '../../usecases/identities/token-auth.ts';
import {
  attachAuth,
  detachAuth,
  editAuth,
  getAuth,
} from '../../usecases/identities/universal-auth.ts';
import { orgOf } from '../../usecases/look.ts';
import { ownOrganizations } from '../../usecases/session/organizations.ts';
import { type Door, door, openDoor } from '../door/door.ts';
import { Turned } from '../door/errors.ts';
import {
  presentAuth,
  presentIdentity,
  presentMembership,
  presentSecret,
  presentToken,
  presentTokenAuth,
} from '../present/identities.ts';

const bearer = { tokenType: 'Bearer' } as const;

export const identityDoors: Door[] = [
  door(
    identities.listIdentities,
    async (parts, caller, { query: { orderBy: order, orderDirection: direction, ...page } }) => {
      const { view, rows, total } = await listOrganizationIdentities(parts, caller, {
        ...page,
        order,
        direction,
      });
      return { identities: rows.map((row) => presentMembership(view, row)), totalCount: total };
    },
  ),
  door(identities.createIdentity, async (parts, caller, { body }) => ({
    identity: presentIdentity(orgOf(caller), await createIdentity(parts, caller, body)),
  })),
  door(identities.getIdentity, async (parts, caller, { params }) => {
    const { view, row } = await getIdentity(parts, caller, params.identityId);
    return { identity: presentMembership(view, row) };
  }),
  door(identities.editIdentity, async (parts, caller, { params, body }) => ({
    identity: presentIdentity(
      orgOf(caller),
      await editIdentity(parts, caller, params.identityId, body),
    ),
  })),
  door(identities.deleteIdentity, async (parts, caller, { params }) => ({
    identity: presentIdentity(
      orgOf(caller),
      await deleteIdentity(parts, caller, params.identityId),
    ),
  })),

  openDoor(identities.universalAuthLogin, async (parts, origin, { body }) => ({
    ...(await logIn(parts, body.clientId, body.clientSecret, origin, body.organizationSlug)),
    ...bearer,
  })),
  openDoor(identities.renewToken, async (parts, origin, { body }) => ({
    ...(await renewToken(parts, body.accessToken, origin)),
    ...bearer,
  })),
  openDoor(identities.revokeToken, async (parts, origin, { body }) => {
    await revokeToken(parts, body.accessToken, origin);
    return { message: 'revoked' };
  }),
  door(identities.getIdentityDetails, async (parts, caller) => {
    const [organization] =
      caller.kind === 'machineIdentity' ? await ownOrganizations(parts, caller) : [];
    if (!organization) throw new Turned(403, 'only a machine identity can ask this');
    return { identityDetails: { organization } };
  }),

  door(identities.attachUniversalAuth, async (parts, caller, { params, body }) =>
    presentAuth(await attachAuth(parts, caller, params.identityId, body)),
  ),
  door(identities.getUniversalAuth, async (parts, caller, { params }) =>
    presentAuth(await getAuth(parts, caller, params.identityId)),
  ),
  door(identities.editUniversalAuth, async (parts, caller, { params, body }) =>
    presentAuth(await editAuth(parts, caller, params.identityId, body)),
  ),
  door(identities.detachUniversalAuth, async (parts, caller, { params }) =>
    presentAuth(await detachAuth(parts, caller, params.identityId)),
  ),

  door(identities.createClientSecret, async (parts, caller, { params, body }) => {
    const { token, auth, row } = await createClientSecret(parts, caller, params.identityId, body);
    return { clientSecret: token, clientSecretData: presentSecret(auth, row) };
  }),
  door(identities.listClientSecrets, async (parts, caller, { params }) => {
    const { auth, rows } = await getClientSecrets(parts, caller, params.identityId);
    return { clientSecretData: rows.map((row) => presentSecret(auth, row)) };
  }),
  door(identities.getClientSecret, async (parts, caller, { params }) => {
    const { auth, row } = await getClientSecret(
      parts,
      caller,
      params.identityId,
      params.clientSecretId,
    );
    return { clientSecretData: presentSecret(auth, row) };
  }),
  door(identities.revokeClientSecret, async (parts, caller, { params }) => {
    const { auth, row } = await revokeClientSecret(
      parts,
      caller,
      params.identityId,
      params.clientSecretId,
    );
    return { clientSecretData: presentSecret(auth, row) };
  }),

  door(identities.attachTokenAuth, async (parts, caller, { params, body }) =>
    presentTokenAuth(await attachTokenAuth(parts, caller, params.identityId, body)),
  ),
  door(identities.getTokenAuth, async (parts, caller, { params }) =>
    presentTokenAuth(await getTokenAuth(parts, caller, params.identityId)),
  ),
  door(identities.editTokenAuth, async (parts, caller, { params, body }) =>
    presentTokenAuth(await editTokenAuth(parts, caller, params.identityId, body)),
  ),
  door(identities.detachTokenAuth, async (parts, caller, { params }) =>
    presentTokenAuth(await detachTokenAuth(parts, caller, params.identityId)),
  ),
  door(identities.createToken, async (parts, caller, { params, body }) => {
    const made = await createNamedToken(parts, caller, params.identityId, body.name);
    return {
      accessToken: made.token,
      expiresIn: made.auth.access_token_ttl,
      accessTokenMaxTTL: made.auth.access_token_max_ttl,
      ...bearer,
      tokenData: presentToken(made.row),
    };
  }),
  door(identities.listTokens, async (parts, caller, { params }) => ({
    tokens: (await listIdentityTokens(parts, caller, params.identityId)).map(presentToken),
  })),
  door(identities.getToken, async (parts, caller, { params }) => ({
    token: presentToken(await getNamedToken(parts, caller, params.tokenId)),
  })),
  door(identities.editToken, async (parts, caller, { params, body }) => ({
    token: presentToken(await editNamedToken(parts, caller, params.tokenId, body.name)),
  })),
  door(identities.revokeNamedToken, async (parts, caller, { params }) => {
    await revokeNamedToken(parts, caller, params.tokenId);
    return { message: 'revoked' };
  }),
];
