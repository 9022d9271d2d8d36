import { z } from 'zod';
import { listOf, mustMeet } from './bounds.ts';
import { NotProven, needAddress, needCertificates, needOneOf, needText, way } from './proof.ts';
import { verified } from './token.ts';

const wellKnown = '/.well-known/openid-configuration';
/** The address of what an issuer says of itself, however much of it was given. */
const addressOf = (url: string): string =>
  url.endsWith(wellKnown) ? url : `${url.replace(/\/+$/, '')}${wellKnown}`;

/** A token of an OpenID provider, such as that of a CI system. */
export const oidc = way({
  name: 'oidc-auth',
  thing: 'oidcAuth',
  wrapper: 'identityOidcAuth',
  settings: z.object({
    oidcDiscoveryUrl: z.string().default(''),
    caCert: z.string().default(''),
    boundIssuer: z.string().default(''),
    boundAudiences: z.string().default(''),
    boundSubject: z.string().default(''),
    boundClaims: z.record(z.string(), z.string()).default({}),
    claimMetadataMapping: z.record(z.string(), z.string()).default({}),
  }),
  check(settings, internal) {
    needAddress('oidcDiscoveryUrl', settings.oidcDiscoveryUrl, internal);
    needText('boundIssuer', settings.boundIssuer, 'the issuer, as it stands in its tokens');
    needCertificates('caCert', settings.caCert);
    needOneOf(settings, ['boundSubject', 'boundClaims', 'boundAudiences']);
  },
  async verify({ outside, now }, { settings }, { jwt = '' }) {
    const ca = settings.caCert || undefined;
    const found = await outside.keys.discover({ url: addressOf(settings.oidcDiscoveryUrl), ca });
    if (found.issuer !== settings.boundIssuer)
      throw new NotProven('the issuer at the discovery address is not the bound one');
    const claims = await verified(jwt, outside.keys.at({ url: found.jwks_uri, ca }), {
      issuers: [settings.boundIssuer],
      audiences: listOf(settings.boundAudiences),
      now,
    });
    mustMeet(claims, settings);
  },
});
