/** Reads a secret by the older Node SDK, which knows service tokens alone; what it is about stands in JSON on the input. */
import { readFileSync } from 'node:fs';
import InfisicalClient from 'infisical-node';

const { siteUrl, token, name, environment } = JSON.parse(readFileSync(0, 'utf8'));
const Client = InfisicalClient.default ?? InfisicalClient;
const sdk = new Client({ token, siteURL: siteUrl });
const options = { environment, path: '/', type: 'shared' };
const { secretValue } = await sdk.getSecret(name, options);
console.log(JSON.stringify({ result: secretValue ?? null }));
