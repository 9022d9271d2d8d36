import { z } from 'zod';
import { mustBeListed } from './bounds.ts';
import { keysIn, needPublicKeys, parsed } from './keys.ts';
import {
  NotProven,
  needAddress,
  needCertificates,
  needOneOf,
  needText,
  type Outside,
  way,
} from './proof.ts';
import { verified } from './token.ts';

const settings = z.object({
  kubernetesHost: z.string().default(''),
  caCert: z.string().default(''),
  tokenReviewMode: z.enum(['api', 'public-keys']).default('api'),
  publicKeys: z.array(z.string()).default([]),
  allowedNamespaces: z.string().default(''),
  allowedNames: z.string().default(''),
  allowedAudience: z.string().default(''),
});
type Settings = z.output<typeof settings>;

/** A cluster's answer (authentication.k8s.io/v1). */
const review = z.object({
  status: z.object({
    authenticated: z.boolean().default(false),
    user: z.object({ username: z.string().default('') }).default({ username: '' }),
    audiences: z.array(z.string()).default([]),
  }),
});

/** The token of a pod's service account. */
export const kubernetes = way({
  name: 'kubernetes-auth',
  thing: 'kubernetesAuth',
  wrapper: 'identityKubernetesAuth',
  secret: { field: 'tokenReviewerJwt', goesTo: ['kubernetesHost', 'caCert'] },
  settings,
  check(wanted, internal) {
    if (wanted.tokenReviewMode === 'public-keys') {
      needPublicKeys('publicKeys', wanted.publicKeys);
      needText(
        'allowedAudience',
        wanted.allowedAudience,
        'an audience: without asking the cluster, nothing else tells for whom a token was made',
      );
    } else needAddress('kubernetesHost', apiOf(wanted.kubernetesHost), internal);
    needCertificates('caCert', wanted.caCert);
    needOneOf(wanted, ['allowedNamespaces', 'allowedNames']);
  },
  async verify({ outside, now }, { settings: asked, secret }, { jwt = '' }) {
    const { allowedAudience: audience, allowedNamespaces, allowedNames } = asked;
    const username =
      asked.tokenReviewMode === 'api'
        ? await reviewed(outside, asked, { token: jwt, reviewer: secret || jwt })
        : (await verified(jwt, keysIn(asked.publicKeys), { audiences: [audience], now })).sub;
    const [, namespace, name] =
      /^system:serviceaccount:([^:]+):([^:]+)$/.exec(username ?? '') ?? [];
    if (!namespace || !name) throw new NotProven('the token is of no service account');
    mustBeListed('namespace', allowedNamespaces, namespace);
    mustBeListed('service account', allowedNames, name);
  },
});

/** The address of the cluster's API: a bare host is one, as its tools take it. */
const apiOf = (host: string): string =>
  (/^https?:\/\//.test(host) ? host : `https://${host}`).replace(/\/+$/, '');

/** Whose token it is, as the cluster says. */
async function reviewed(
  { ask }: Outside,
  { kubernetesHost, caCert, allowedAudience }: Settings,
  { token, reviewer }: { token: string; reviewer: string },
): Promise<string> {
  const spec = { token, ...(allowedAudience === '' ? {} : { audiences: [allowedAudience] }) };
  // What stands in a header is what a token can have, and no line's end.
  if (!/^[\w.~+/=-]+$/.test(reviewer))
    throw new NotProven('the token is of no form that a token has');
  const { status, body } = await ask({
    url: `${apiOf(kubernetesHost)}/apis/authentication.k8s.io/v1/tokenreviews`,
    ca: caCert || undefined,
    method: 'POST',
    headers: {
      authorization: `Bearer ${reviewer}`,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec }),
  });
  if (status !== 200 && status !== 201)
    throw new NotProven(`the cluster refuses to review tokens (status ${status})`);
  const { data } = review.safeParse(parsed(body));
  if (!data?.status.authenticated) throw new NotProven('the cluster does not know the token');
  if (allowedAudience !== '' && !data.status.audiences.includes(allowedAudience))
    throw new NotProven('the token is not for the allowed audience');
  return data.status.user.username;
}
