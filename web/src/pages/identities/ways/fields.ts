/** How what is typed in a field becomes a setting. */
export type Kind =
  | 'line'
  /** Several, with commas between. */
  | 'list'
  | 'pem'
  | 'pems'
  | 'claims'
  | 'choice'
  | 'secret'
  | 'number'
  | 'seconds'
  | 'addresses';

export type Field = {
  /** The setting's name in the API. */
  name: string;
  label: string;
  kind: Kind;
  hint?: string;
  placeholder?: string;
  required?: true;
  /** What stands there for a new one. */
  usual?: string;
  options?: readonly { value: string; label: string }[];
  /** Asked only where another field has that value. */
  only?: { where: string; is: string };
};

const commas = 'Several with commas between.';
const anyCharacters = `${commas} * stands for any characters.`;

/** What a token of an issuer has to say. */
const bounds: readonly Field[] = [
  {
    name: 'boundSubject',
    label: 'Subject',
    kind: 'list',
    placeholder: 'repo:engines/analytical:ref:refs/heads/main',
    hint: `Whose token it has to be. ${anyCharacters}`,
  },
  {
    name: 'boundClaims',
    label: 'Claims',
    kind: 'claims',
    placeholder: 'repository_owner_id = 1815',
    hint: 'What else the token has to say: one a line, as name = value. * stands for any characters.',
  },
  {
    name: 'boundAudiences',
    label: 'Audiences',
    kind: 'list',
    hint: `For whom the token has to be made. ${commas}`,
  },
];
const authority = {
  label: 'Certificate of its authority',
  kind: 'pem',
  hint: 'In PEM. Only where the address has a certificate of an authority of your own.',
} as const;
const publicKeys = { name: 'publicKeys', label: 'Public keys', kind: 'pems' } as const;

export const oidc: readonly Field[] = [
  {
    name: 'oidcDiscoveryUrl',
    label: 'Discovery address',
    kind: 'line',
    required: true,
    placeholder: 'https://token.actions.githubusercontent.com',
    hint: 'Where the issuer tells of its keys.',
  },
  {
    name: 'boundIssuer',
    label: 'Issuer',
    kind: 'line',
    required: true,
    hint: 'As it stands in its tokens (iss) and at the discovery address.',
  },
  ...bounds,
  { name: 'caCert', ...authority },
];

export const jwt: readonly Field[] = [
  {
    name: 'configurationType',
    label: 'Its keys',
    kind: 'choice',
    options: [
      { value: 'jwks', label: 'Are found at an address' },
      { value: 'static', label: 'Are given here' },
    ],
  },
  {
    name: 'jwksUrl',
    label: 'Address of the keys',
    kind: 'line',
    required: true,
    placeholder: 'https://issuer.example.com/jwks.json',
    only: { where: 'configurationType', is: 'jwks' },
  },
  { name: 'jwksCaCert', ...authority, only: { where: 'configurationType', is: 'jwks' } },
  {
    ...publicKeys,
    hint: 'In PEM, one after the other.',
    only: { where: 'configurationType', is: 'static' },
  },
  {
    name: 'boundIssuer',
    label: 'Issuer',
    kind: 'line',
    hint: 'As it stands in its tokens (iss).',
  },
  ...bounds,
];

const asked = { where: 'tokenReviewMode', is: 'api' } as const;
export const kubernetes: readonly Field[] = [
  {
    name: 'tokenReviewMode',
    label: 'A token is judged',
    kind: 'choice',
    options: [
      { value: 'api', label: 'By asking the cluster, each time' },
      { value: 'public-keys', label: 'By the public keys of the cluster, without asking it' },
    ],
  },
  {
    name: 'kubernetesHost',
    label: 'Address of the cluster',
    kind: 'line',
    required: true,
    placeholder: 'https://10.0.0.1:6443',
    hint: 'Whoever runs this server has to name it in COTERIE_INTERNAL_HOSTS where it is in your own network.',
    only: asked,
  },
  { name: 'caCert', ...authority, only: asked },
  {
    name: 'tokenReviewerJwt',
    label: 'Token of the reviewer',
    kind: 'secret',
    hint: 'Of a service account with the role system:auth-delegator; it is kept encrypted and never shown. Without it, each token asks for its own review and needs that role. It is forgotten when the address or the authority changes.',
    only: asked,
  },
  {
    ...publicKeys,
    hint: 'Of the cluster, in PEM, one after the other. A token counts until its end, even when its pod is gone.',
    only: { where: 'tokenReviewMode', is: 'public-keys' },
  },
  { name: 'allowedNamespaces', label: 'Namespaces', kind: 'list', hint: commas },
  { name: 'allowedNames', label: 'Service accounts', kind: 'list', hint: commas },
  {
    name: 'allowedAudience',
    label: 'Audience',
    kind: 'line',
    hint: 'For whom the token has to be made.',
  },
];

export const aws: readonly Field[] = [
  {
    name: 'allowedAccountIds',
    label: 'Accounts',
    kind: 'list',
    placeholder: '123456789012',
    hint: commas,
  },
  {
    name: 'allowedPrincipalArns',
    label: 'Users and roles',
    kind: 'list',
    placeholder: 'arn:aws:iam::123456789012:role/web',
    hint: `Their ARNs. ${anyCharacters}`,
  },
  {
    name: 'stsEndpoint',
    label: 'Address of STS',
    kind: 'line',
    required: true,
    usual: 'https://sts.amazonaws.com/',
    hint: 'That of a region takes requests signed for that region alone.',
  },
];

const machine = { where: 'type', is: 'gce' } as const;
export const gcp: readonly Field[] = [
  {
    name: 'type',
    label: 'It shows',
    kind: 'choice',
    options: [
      { value: 'gce', label: 'The identity token of a machine, Cloud Run or a function' },
      { value: 'iam', label: 'A token that a service account has signed' },
    ],
  },
  {
    name: 'allowedServiceAccounts',
    label: 'Service accounts',
    kind: 'list',
    placeholder: 'web@analytical.iam.gserviceaccount.com',
    hint: `Their addresses. ${commas}`,
  },
  { name: 'allowedProjects', label: 'Projects', kind: 'list', hint: commas, only: machine },
  { name: 'allowedZones', label: 'Zones', kind: 'list', hint: commas, only: machine },
];

export const azure: readonly Field[] = [
  { name: 'tenantId', label: 'Tenant', kind: 'line', required: true, hint: 'Its id.' },
  {
    name: 'resource',
    label: 'Resource',
    kind: 'line',
    required: true,
    placeholder: 'https://management.azure.com/',
    hint: 'The one that the token is asked for.',
  },
  {
    name: 'allowedServicePrincipalIds',
    label: 'Service principals',
    kind: 'list',
    required: true,
    hint: `Their object ids. ${commas}`,
  },
];

/** From where tokens can be used. */
export const usedFrom: Field = {
  name: 'accessTokenTrustedIps',
  label: 'Used from',
  kind: 'addresses',
  placeholder: '10.0.0.0/8',
  hint: `Addresses and networks; from everywhere where none stands here. ${commas}`,
};

/** Of the tokens that are given, whatever the way. */
export const ofTokens: readonly Field[] = [
  {
    name: 'accessTokenTTL',
    label: 'A token lives, in seconds',
    kind: 'seconds',
    usual: '2592000',
  },
  {
    name: 'accessTokenMaxTTL',
    label: 'Renewed at most, in seconds',
    kind: 'seconds',
    usual: '2592000',
  },
  {
    name: 'accessTokenNumUsesLimit',
    label: 'Uses at most',
    kind: 'number',
    usual: '0',
    hint: '0 is without a limit.',
  },
  usedFrom,
];

/** What the server says, with the names of settings as the form has them. */
export const labelIn = (text: string, fields: readonly Field[]): string =>
  text.replace(/\w+/g, (word) => {
    const field = fields.find(({ name }) => name === word);
    return field && word !== 'type' && word !== 'resource' ? `“${field.label}”` : word;
  });
