import type { InternalHosts } from '../../../outside/addresses.ts';
import { asking } from '../../../outside/ask.ts';
import { Keys } from './keys.ts';
import type { Clouds, Outside } from './proof.ts';

/** Where the clouds are asked. */
const clouds: Clouds = {
  sts: (host) => ({ url: `https://${host}/` }),
  googleKeys: { url: 'https://www.googleapis.com/oauth2/v3/certs' },
  googleAccountKeys: (email) => ({
    url: `https://www.googleapis.com/service_accounts/v1/jwk/${encodeURIComponent(email)}`,
  }),
  azureKeys: (tenant) => ({
    url: `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/discovery/v2.0/keys`,
  }),
};

/** What stands outside, with what the operator lets be asked inside. */
export function outsideOf(internal: InternalHosts): Outside {
  const ask = asking(internal);
  return { ask, keys: new Keys(ask), clouds, internal };
}
