import { type Call, type Endpoint, endpoints } from '@coterie/contract';
import type { Caller } from '../../support/house.ts';
import type { Example, Scene } from './compat-examples.ts';

/** Settings of each way of signing in by somebody else's word, by which nobody is let in. */
const settings: Record<string, object> = {
  Oidc: { oidcDiscoveryUrl: 'https://x.example.com', boundIssuer: 'x', boundSubject: 'x' },
  Jwt: { jwksUrl: 'https://x.example.com', boundSubject: 'x' },
  Kubernetes: { kubernetesHost: 'x.example.com', allowedNamespaces: 'x' },
  Aws: { allowedAccountIds: '1' },
  Gcp: { allowedProjects: 'x' },
  Azure: {
    tenantId: '0b6c8f0e-4a0b-4d65-9f3f-6a0f6c2f9d11',
    resource: 'x',
    allowedServicePrincipalIds: 'x',
  },
};

/** A call of each of their endpoints; the identity has every way but the one that it is to be given. */
export const signInExamples: Record<string, (s: Scene) => Example> = Object.fromEntries(
  Object.entries(settings).flatMap(([way, body]) => {
    const of = (s: Scene) => ({ params: { identityId: s.identity } });
    return [
      [`identities.attach${way}Auth`, (s: Scene) => ({ ...of(s), body })],
      [`identities.get${way}Auth`, of],
      [`identities.edit${way}Auth`, (s: Scene) => ({ ...of(s), body: { accessTokenTTL: 60 } })],
      [`identities.detach${way}Auth`, of],
    ];
  }),
);

/** Gives an identity every way. */
export async function attachSignIns(admin: Caller, identityId: string): Promise<void> {
  for (const [way, body] of Object.entries(settings)) {
    const attach = endpoints[`identities.attach${way}Auth`] as Endpoint;
    await admin.call(attach, { params: { identityId }, body } as Call<Endpoint>);
  }
}
