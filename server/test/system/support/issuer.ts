import 'reflect-metadata';
import { generateKeyPairSync, type KeyObject, randomUUID, webcrypto } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  BasicConstraintsExtension,
  type JsonGeneralNames,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const names: JsonGeneralNames = [
  { type: 'dns', value: 'localhost' },
  { type: 'dns', value: 'coterie.test' },
  { type: 'ip', value: '127.0.0.1' },
];

/** An authority of its own, and the key and certificate of a server on this machine. */
async function makeAuthority() {
  const pair = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [root, leaf] = [await pair(), await pair()];
  const common = { signingAlgorithm: algorithm, notBefore: new Date(Date.now() - 60_000) };
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...common,
    name: `CN=Test ${randomUUID()}`,
    keys: root,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  });
  const certificate = await X509CertificateGenerator.create({
    ...common,
    subject: 'CN=localhost',
    issuer: ca.subject,
    publicKey: leaf.publicKey,
    signingKey: root.privateKey,
    extensions: [new SubjectAlternativeNameExtension(names)],
  });
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', leaf.privateKey));
  const key = `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
  return { ca: ca.toString('pem'), key, cert: certificate.toString('pem') };
}

export type Got = {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
};
export type Given = { status?: number; headers?: Record<string, string>; body?: unknown };

/** A server with a certificate of an authority of its own, which keeps what it was asked. */
export async function serve(answer: (got: Got) => Given | Promise<Given>) {
  const { ca, key, cert } = await makeAuthority();
  const asked: Got[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method = '', url: path = '', headers } = request;
    const got = { method, path, headers, body: Buffer.concat(parts).toString() };
    asked.push(got);
    const { status = 200, headers: more = {}, body = {} } = await answer(got);
    response.writeHead(status, { 'content-type': 'application/json', ...more });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server: Server = createServer({ key, cert }, (request, response) => {
    void respond(request, response);
  });
  // A test that fails before it closes it does not hang.
  server.unref();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    ca,
    asked,
    close: () => new Promise((done) => server.close(done)),
  };
}

export type Signer = { alg: string; kid: string; privateKey: KeyObject; publicKey: KeyObject };
export const signer = (kid: string): Signer => ({
  alg: 'RS256',
  kid,
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }),
});
export const pemOf = ({ publicKey }: Signer): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();
export const jwkOf = async ({ publicKey, kid, alg }: Signer) => ({
  ...(await exportJWK(publicKey)),
  kid,
  alg,
});

/** Seconds from now. */
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** A signed token; `header` and `claims` say what is not as usual. */
export const token = (
  by: Signer,
  claims: JWTPayload,
  header: Record<string, unknown> = {},
): Promise<string> =>
  new SignJWT({ exp: inSeconds(300), iat: inSeconds(0), ...claims })
    .setProtectedHeader({ alg: by.alg, kid: by.kid, ...header })
    .sign(by.privateKey);

/** An OpenID provider that has some keys. */
export async function openIssuer(keys: Signer[]) {
  const jwks = async () => ({ keys: await Promise.all(keys.map(jwkOf)) });
  let shown = await jwks();
  const issuer = await serve(({ path }) => {
    if (path === '/.well-known/openid-configuration')
      return { body: { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` } };
    return path === '/keys' ? { body: shown } : { status: 404 };
  });
  const show = async () => {
    shown = await jwks();
  };
  return { ...issuer, show };
}
