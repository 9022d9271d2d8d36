import { refuse } from '@coterie/kernel';
import { z } from 'zod';
import type { Answered } from '../../../outside/ask.ts';
import { listOf, meetsOne, mustBeListed } from './bounds.ts';
import { parsed } from './keys.ts';
import { NotProven, needOneOf, type Proof, way } from './proof.ts';

const anySts = 'sts.amazonaws.com';
/** The service of all regions, or that of one. */
const stsHost = /^sts(\.[a-z]{2}(-[a-z]+){1,3}-\d)?\.amazonaws\.com$/;
/** The one request that says who its signer is, and does nothing. */
const whoAmI = 'Action=GetCallerIdentity&Version=2011-06-15';
const longestHeader = 8192;

const hostOf = (endpoint: string): string | null => {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  const isPlain = url?.protocol === 'https:' && url.pathname === '/' && url.search === '';
  return isPlain && url.port === '' && stsHost.test(url.hostname) ? url.hostname : null;
};

/** A signed request that AWS itself is asked with, and answers by whom it was signed. */
export const aws = way({
  name: 'aws-auth',
  thing: 'awsAuth',
  wrapper: 'identityAwsAuth',
  settings: z.object({
    stsEndpoint: z.string().default(`https://${anySts}/`),
    allowedPrincipalArns: z.string().default(''),
    allowedAccountIds: z.string().default(''),
  }),
  check(settings) {
    if (hostOf(settings.stsEndpoint) === null)
      refuse({
        reason: 'invalid',
        field: 'stsEndpoint',
        expected: `https://${anySts}/ or that of a region, such as https://sts.eu-central-1.amazonaws.com/`,
      });
    needOneOf(settings, ['allowedPrincipalArns', 'allowedAccountIds']);
  },
  async verify({ outside }, { settings }, proof) {
    const { host, method, body, headers } = requestIn(proof);
    const wanted = hostOf(settings.stsEndpoint);
    // That of all regions stands for any: clients sign for the region that they are in.
    if (wanted !== anySts && wanted !== host)
      throw new NotProven(`the request is signed for \`${host}\`, and not for \`${wanted}\``);
    const answer = await outside.ask({ ...outside.clouds.sts(host), method, body, headers });
    const { arn, account } = callerIn(answer);
    mustBeListed('account', settings.allowedAccountIds, account);
    const { allowedPrincipalArns: arns } = settings;
    if (listOf(arns).length > 0 && !formsOf(arn).some((form) => meetsOne(arns, form)))
      throw new NotProven(`the principal is \`${arn.slice(0, 200)}\`, which is not allowed`);
  },
});

type Signed = { host: string; method: 'POST'; body: string; headers: Record<string, string> };

/** What is to be forwarded: checked to be that one request, with the headers that were signed and no others. */
function requestIn(proof: Proof): Signed {
  const body = decoded(proof.iamRequestBody);
  if (proof.iamHttpRequestMethod?.toUpperCase() !== 'POST')
    throw new NotProven('the request is no POST');
  if (!isWhoAmI(body))
    throw new NotProven('the request does not ask for the caller, and nothing else');
  const sent = headersIn(decoded(proof.iamRequestHeaders));
  const { host = '', authorization = '' } = sent;
  const [, region, names = ''] = signature.exec(authorization) ?? [];
  const signed = names.split(';');
  if (!region || !signed.includes('host') || !signed.includes('x-amz-date'))
    throw new NotProven('the request is not signed for this service with its host and its date');
  if (!stsHost.test(host) || (host !== anySts && host !== `sts.${region}.amazonaws.com`))
    throw new NotProven('the request is signed for another host than AWS STS');
  const headers: Record<string, string> = { accept: 'application/json' };
  for (const [name, value] of Object.entries(sent))
    if (forwarded.has(name) || (signed.includes(name) && name.startsWith('x-amz-')))
      headers[name] = value;
  const missing = signed.find((name) => !(name in headers) && name !== 'content-length');
  if (missing !== undefined)
    throw new NotProven('the request has a signed header that is not forwarded');
  return { host, method: 'POST', body, headers };
}

/** AWS Signature Version 4, for STS. */
const signature =
  /^AWS4-HMAC-SHA256 Credential=[\w/+=.-]+\/\d{8}\/([a-z0-9-]{1,30})\/sts\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=[0-9a-f]{64}$/;
const forwarded = new Set([
  'host',
  'authorization',
  'content-type',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
]);

function decoded(text = ''): string {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw new NotProven('the request is not in base64');
  return Buffer.from(text, 'base64').toString('utf8');
}

/** In either order, and with nothing beside. */
const isWhoAmI = (body: string): boolean =>
  body.split('&').sort().join('&') === whoAmI.split('&').sort().join('&');

/** The headers by their names in small letters; none twice, and none with a line's end. */
function headersIn(text: string): Record<string, string> {
  const { data } = z.record(z.string(), z.string()).safeParse(parsed(Buffer.from(text)));
  if (!data) throw new NotProven('the headers are no JSON object of texts');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(data)) {
    const small = name.toLowerCase();
    const isOdd = !/^[a-z0-9-]{1,60}$/.test(small) || !/^[\x20-\x7e]*$/.test(value);
    if (isOdd || value.length > longestHeader || Object.hasOwn(headers, small))
      throw new NotProven('the headers are not of their form');
    headers[small] = value;
  }
  return headers;
}

const answered = z.object({
  GetCallerIdentityResponse: z.object({
    GetCallerIdentityResult: z.object({ Arn: z.string(), Account: z.string() }),
  }),
});

/** By whom the request was signed, as AWS says. */
function callerIn({ status, body }: Answered): { arn: string; account: string } {
  if (status !== 200)
    throw new NotProven(`AWS does not take the request for one of its callers (status ${status})`);
  const { data } = answered.safeParse(parsed(body));
  const found = data?.GetCallerIdentityResponse.GetCallerIdentityResult;
  if (!found) throw new NotProven('AWS answers in a form that is not known');
  return { arn: found.Arn, account: found.Account };
}

/** A session of a role also counts as the role: `arn:aws:sts::1:assumed-role/web/i-1` as `arn:aws:iam::1:role/web`. */
function formsOf(arn: string): string[] {
  const [, partition, account, role] =
    /^arn:([a-z-]+):sts::(\d+):assumed-role\/([^/]+)\/[^/]+$/.exec(arn) ?? [];
  return role ? [arn, `arn:${partition}:iam::${account}:role/${role}`] : [arn];
}
