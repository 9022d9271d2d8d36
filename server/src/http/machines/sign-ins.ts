import { identities } from '@coterie/contract';
import { logInBy } from '../../usecases/identities/sign-ins/log-in.ts';
import type { Way } from '../../usecases/identities/sign-ins/proof.ts';
import {
  attachSignIn,
  detachSignIn,
  editSignIn,
  getSignIn,
} from '../../usecases/identities/sign-ins/settings.ts';
import { ways } from '../../usecases/identities/sign-ins/ways.ts';
import { type Door, door, openDoor } from '../door/door.ts';
import { presentSignIn } from '../present/identities.ts';

/** The endpoints of each way of signing in, by its name. */
const endpointsOf = {
  'oidc-auth': identities.oidcAuth,
  'jwt-auth': identities.jwtAuth,
  'kubernetes-auth': identities.kubernetesAuth,
  'aws-auth': identities.awsAuth,
  'gcp-auth': identities.gcpAuth,
  'azure-auth': identities.azureAuth,
};
type Endpoints = (typeof endpointsOf)[keyof typeof endpointsOf];

const doorsOf = (way: Way, { login, attach, get, edit, detach }: Endpoints): Door[] => [
  openDoor(login, async (parts, origin, { body }) => {
    const { identityId, organizationSlug, ...proof } = body;
    const given = await logInBy(parts, way, { identityId, organizationSlug, proof }, origin);
    return { ...given, tokenType: 'Bearer' as const };
  }),
  door(attach, async (parts, caller, { params: { identityId: identity }, body }) =>
    presentSignIn(way, await attachSignIn(parts, caller, { way, identity }, body)),
  ),
  door(get, async (parts, caller, { params: { identityId: identity } }) =>
    presentSignIn(way, await getSignIn(parts, caller, { way, identity })),
  ),
  door(edit, async (parts, caller, { params: { identityId: identity }, body }) =>
    presentSignIn(way, await editSignIn(parts, caller, { way, identity }, body)),
  ),
  door(detach, async (parts, caller, { params: { identityId: identity } }) =>
    presentSignIn(way, await detachSignIn(parts, caller, { way, identity })),
  ),
];

export const signInDoors: Door[] = ways.flatMap((way) => {
  const endpoints = Object.entries(endpointsOf).find(([name]) => name === way.name)?.[1];
  return endpoints ? doorsOf(way, endpoints) : [];
});

/** What to say where a machine signs in by a way that is not here; null for any other address. */
export function otherSignIn(method: string, path: string): string | null {
  const asked = /^\/api\/v1\/auth\/([a-z-]{1,40}-auth)\/login\/?$/.exec(path)?.[1];
  if (method !== 'POST' || !asked) return null;
  const known = ['universal-auth', ...ways.map(({ name }) => name)].join(', ');
  return `there is no sign-in \`${asked}\` here; this server knows ${known}`;
}
