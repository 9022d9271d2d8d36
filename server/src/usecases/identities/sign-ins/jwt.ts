import { z } from 'zod';
import { listOf, mustMeet } from './bounds.ts';
import { keysIn, needPublicKeys } from './keys.ts';
import { needAddress, needCertificates, needOneOf, way } from './proof.ts';
import { verified } from './token.ts';

/** A token signed by a key of one's own, which is given or found at an address. */
export const jwt = way({
  name: 'jwt-auth',
  thing: 'jwtAuth',
  wrapper: 'identityJwtAuth',
  settings: z.object({
    configurationType: z.enum(['jwks', 'static']).default('jwks'),
    jwksUrl: z.string().default(''),
    jwksCaCert: z.string().default(''),
    publicKeys: z.array(z.string()).default([]),
    boundIssuer: z.string().default(''),
    boundAudiences: z.string().default(''),
    boundSubject: z.string().default(''),
    boundClaims: z.record(z.string(), z.string()).default({}),
  }),
  check(settings, internal) {
    if (settings.configurationType === 'static') needPublicKeys('publicKeys', settings.publicKeys);
    else needAddress('jwksUrl', settings.jwksUrl, internal);
    needCertificates('jwksCaCert', settings.jwksCaCert);
    needOneOf(settings, ['boundSubject', 'boundClaims', 'boundAudiences', 'boundIssuer']);
  },
  async verify({ outside, now }, { settings }, { jwt: token = '' }) {
    const { configurationType, jwksUrl, jwksCaCert, publicKeys, boundIssuer } = settings;
    const keys =
      configurationType === 'static'
        ? keysIn(publicKeys)
        : outside.keys.at({ url: jwksUrl, ca: jwksCaCert || undefined });
    const claims = await verified(token, keys, {
      issuers: boundIssuer === '' ? [] : [boundIssuer],
      audiences: listOf(settings.boundAudiences),
      now,
    });
    mustMeet(claims, settings);
  },
});
