import { z } from 'zod';
import { anyone, endpoint } from '../endpoint.ts';
import {
  accessToken,
  authSettings,
  seconds,
  settingsUnder,
  universalAuth,
} from './identity-auth.ts';

/** Signing in by what others say of a machine: the token of an issuer or a cluster, or a request that a cloud has signed. */

/** Public clients send 0 and null for what is not given. */
const lifetimes = authSettings
  .pick({ accessTokenTrustedIps: true, accessTokenNumUsesLimit: true })
  .extend({ accessTokenTTL: seconds.optional(), accessTokenMaxTTL: seconds.optional() });
const common = universalAuth.pick({
  id: true,
  identityId: true,
  accessTokenTTL: true,
  accessTokenMaxTTL: true,
  accessTokenNumUsesLimit: true,
  accessTokenTrustedIps: true,
  createdAt: true,
  updatedAt: true,
});

const text = z.string().max(2048);
/** Several, with commas between. */
const list = z.string().max(16_384);
const pem = z.string().max(65_536);
const pems = z.array(pem).max(20);
const claims = z.record(z.string().min(1).max(255), text);
const reviewMode = z.enum(['api', 'public-keys']);
const gcpType = z.enum(['gce', 'iam']);

const bounds = {
  boundIssuer: text,
  boundAudiences: list,
  boundClaims: claims,
  boundSubject: text,
};

const whose = {
  identityId: z.string().min(1).max(200),
  organizationSlug: z.string().max(64).optional(),
};
const byToken = z.object({ ...whose, jwt: z.string().min(1).max(16_384) });
/** A request to AWS that says who the caller is, signed and not sent: its body and its headers (a JSON object) in base64. */
const byRequest = z.object({
  ...whose,
  iamHttpRequestMethod: z.string().min(1).max(10),
  iamRequestBody: z.string().max(4096),
  iamRequestHeaders: z.string().min(1).max(16_384),
});

type Shape = Readonly<Record<string, z.ZodType>>;
type Kind = {
  wrapper: string;
  /** What it is in words: `an OIDC token`. */
  by: string;
  settings: Shape;
  /** Settings that are taken and never given back. */
  hidden?: Shape;
  alsoTakes?: readonly string[];
};

const optional = (shape: Shape): Shape =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, schema.nullish()]));

function way<P extends z.ZodType>(
  name: string,
  proof: P,
  { wrapper, by, settings, hidden = {}, alsoTakes = [] }: Kind,
) {
  const path = `/api/v1/auth/${name}/identities/:identityId`;
  return {
    login: endpoint({
      method: 'POST',
      path: `/api/v1/auth/${name}/login`,
      summary: `A machine identity signs in with ${by}`,
      who: anyone,
      takesForm: true,
      body: proof,
      answer: accessToken,
      refusals: [401, 403, 404, 429],
    }),
    ...settingsUnder(path, {
      settings: lifetimes.extend(optional({ ...settings, ...hidden })),
      answer: z.object({ [wrapper]: common.extend(settings) }),
      alsoTakes: ['identityId', ...alsoTakes],
      words: {
        attach: `Lets an identity sign in with ${by}`,
        get: `What is asked of an identity that signs in with ${by}`,
        edit: `Changes what is asked of an identity that signs in with ${by}; where that is another now, its tokens end at once`,
        detach: `Lets an identity sign in no longer with ${by}; the tokens made so end at once`,
      },
    }),
  };
}

export const oidcAuth = way('oidc-auth', byToken, {
  wrapper: 'identityOidcAuth',
  by: 'an OIDC token',
  settings: {
    oidcDiscoveryUrl: text,
    caCert: pem,
    ...bounds,
    claimMetadataMapping: claims,
  },
});
export const jwtAuth = way('jwt-auth', byToken, {
  wrapper: 'identityJwtAuth',
  by: 'a JWT',
  settings: {
    configurationType: z.enum(['jwks', 'static']),
    jwksUrl: text,
    jwksCaCert: pem,
    publicKeys: pems,
    ...bounds,
  },
});
export const kubernetesAuth = way('kubernetes-auth', byToken, {
  wrapper: 'identityKubernetesAuth',
  by: 'the token of a Kubernetes service account',
  settings: {
    kubernetesHost: text,
    caCert: pem,
    tokenReviewMode: reviewMode,
    /** Of the cluster, by which its tokens are verified without asking it; ours alone. */
    publicKeys: pems,
    allowedNamespaces: list,
    allowedNames: list,
    allowedAudience: text,
  },
  hidden: { tokenReviewerJwt: z.string().max(16_384) },
  alsoTakes: ['gatewayId'],
});
export const awsAuth = way('aws-auth', byRequest, {
  wrapper: 'identityAwsAuth',
  by: 'a request that AWS has signed',
  settings: { stsEndpoint: text, allowedPrincipalArns: list, allowedAccountIds: list },
});
export const gcpAuth = way('gcp-auth', byToken, {
  wrapper: 'identityGcpAuth',
  by: 'a token of Google Cloud',
  settings: {
    type: gcpType,
    allowedServiceAccounts: list,
    allowedProjects: list,
    allowedZones: list,
  },
});
export const azureAuth = way('azure-auth', byToken, {
  wrapper: 'identityAzureAuth',
  by: 'a token of Azure',
  settings: { tenantId: text, resource: text, allowedServicePrincipalIds: list },
});

export const { login: oidcAuthLogin, attach: attachOidcAuth, get: getOidcAuth } = oidcAuth;
export const { edit: editOidcAuth, detach: detachOidcAuth } = oidcAuth;
export const { login: jwtAuthLogin, attach: attachJwtAuth, get: getJwtAuth } = jwtAuth;
export const { edit: editJwtAuth, detach: detachJwtAuth } = jwtAuth;
export const { login: kubernetesAuthLogin, attach: attachKubernetesAuth } = kubernetesAuth;
export const { get: getKubernetesAuth, edit: editKubernetesAuth } = kubernetesAuth;
export const { detach: detachKubernetesAuth } = kubernetesAuth;
export const { login: awsAuthLogin, attach: attachAwsAuth, get: getAwsAuth } = awsAuth;
export const { edit: editAwsAuth, detach: detachAwsAuth } = awsAuth;
export const { login: gcpAuthLogin, attach: attachGcpAuth, get: getGcpAuth } = gcpAuth;
export const { edit: editGcpAuth, detach: detachGcpAuth } = gcpAuth;
export const { login: azureAuthLogin, attach: attachAzureAuth, get: getAzureAuth } = azureAuth;
export const { edit: editAzureAuth, detach: detachAzureAuth } = azureAuth;
