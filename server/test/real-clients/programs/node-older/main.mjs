/** One call of the older Node SDK, which knows service tokens alone; what it is about stands in JSON on the input. */
import { readFileSync } from 'node:fs';
import InfisicalClient from 'infisical-node';

const {
  siteUrl,
  token,
  call,
  name,
  value,
  environment = 'dev',
} = JSON.parse(readFileSync(0, 'utf8'));
const Client = InfisicalClient.default ?? InfisicalClient;
const sdk = new Client({ token, siteURL: siteUrl });
const options = { environment, path: '/', type: 'shared' };
const calls = {
  read: () => sdk.getSecret(name, options),
  readPersonal: () => sdk.getSecret(name),
  list: () => sdk.getAllSecrets({ environment, path: '/', includeImports: true }),
  make: () => sdk.createSecret(name, value, options),
  change: () => sdk.updateSecret(name, value, options),
  remove: () => sdk.deleteSecret(name, options),
};
const given = await calls[call]();
const pair = ({ secretName, secretValue }) => [secretName, secretValue ?? null];
const result = Array.isArray(given) ? given.map(pair) : (given.secretValue ?? null);
console.log(JSON.stringify({ result }));
