/** Does one operation of the Node SDK: its name is the argument, what it is about stands in JSON on the input. */
import { readFileSync } from 'node:fs';
import { InfisicalSDK } from '@infisical/sdk';

const {
  siteUrl,
  clientId,
  clientSecret,
  projectId,
  environment,
  path = '/',
  ...asked
} = JSON.parse(readFileSync(0, 'utf8'));
const place = { projectId, environment, secretPath: path };
const below = { projectId, environment, path };
const { name, value } = asked;

/** @type {Record<string, (sdk: InfisicalSDK) => Promise<unknown>>} */
const operations = {
  get: async (sdk) => (await sdk.secrets().getSecret({ ...place, secretName: name })).secretValue,
  list: async (sdk) =>
    Object.fromEntries(
      (await sdk.secrets().listSecretsWithImports(place)).map(({ secretKey, secretValue }) => [
        secretKey,
        secretValue,
      ]),
    ),
  create: (sdk) => sdk.secrets().createSecret(name, { ...place, secretValue: value }),
  update: (sdk) => sdk.secrets().updateSecret(name, { ...place, secretValue: value }),
  delete: (sdk) => sdk.secrets().deleteSecret(name, place),
  createFolder: async (sdk) => (await sdk.folders().create({ ...below, name })).id,
  listFolders: async (sdk) => (await sdk.folders().listFolders(below)).map((one) => one.name),
  createEnvironment: (sdk) => sdk.environments().create({ projectId, name, slug: name }),
  renew: async (sdk) => {
    const before = sdk.auth().getAccessToken();
    await sdk.auth().universalAuth.renew();
    return sdk.auth().getAccessToken() === before;
  },
};

try {
  const sdk = new InfisicalSDK({ siteUrl });
  await sdk.auth().universalAuth.login({ clientId, clientSecret });
  const result = await operations[process.argv[2]](sdk);
  console.log(JSON.stringify({ result: result ?? null }));
} catch (error) {
  console.log(JSON.stringify({ error: error.message }));
}
