import { refuse } from '@coterie/kernel';
import { z } from 'zod';
import { mustBeListed } from './bounds.ts';
import { NotProven, needOneOf, needText, way } from './proof.ts';
import { verified } from './token.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The token of a managed identity or another service principal of one tenant. */
export const azure = way({
  name: 'azure-auth',
  thing: 'azureAuth',
  wrapper: 'identityAzureAuth',
  settings: z.object({
    tenantId: z.string().default(''),
    resource: z.string().default(''),
    allowedServicePrincipalIds: z.string().default(''),
  }),
  check(settings) {
    if (!guid.test(settings.tenantId))
      refuse({ reason: 'invalid', field: 'tenantId', expected: 'the id of a tenant' });
    needText('resource', settings.resource, 'the resource that its tokens are asked for');
    needOneOf(settings, ['allowedServicePrincipalIds']);
  },
  async verify({ outside, now }, { settings }, { jwt = '' }) {
    const tenant = settings.tenantId.toLowerCase();
    const resource = settings.resource.replace(/\/+$/, '');
    const claims = await verified(jwt, outside.keys.at(outside.clouds.azureKeys(tenant)), {
      issuers: [
        `https://sts.windows.net/${tenant}/`,
        `https://login.microsoftonline.com/${tenant}/v2.0`,
      ],
      // Azure gives the resource back as it was asked for, with its stroke or without.
      audiences: [resource, `${resource}/`],
      now,
    });
    if (claims.tid !== tenant) throw new NotProven('the token is of another tenant');
    mustBeListed('service principal', settings.allowedServicePrincipalIds, claims.oid);
  },
});
