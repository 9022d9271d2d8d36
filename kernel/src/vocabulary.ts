import type { RoleRef, Rule } from './facts.ts';

/** Subjects, actions and condition keys of the public clients' contract (docs/access-model.md, §1), as tables. */

const crud = ['read', 'create', 'edit', 'delete'] as const;

export type SubjectTable = {
  readonly [subject: string]: {
    readonly label: string;
    readonly actions: readonly string[];
    readonly keys?: readonly string[];
    /** Rules on it decide something here; the others are kept so that a definition round-trips. */
    readonly enforced: boolean;
  };
};

const place = ['environment', 'secretPath'] as const;
const assigns = ['assignableRole', 'assignableSubject', 'assignableAction'] as const;

export const projectSubjects = {
  secrets: {
    label: 'Secrets',
    actions: ['read', 'describeSecret', 'readValue', 'create', 'edit', 'delete'],
    keys: [...place, 'secretName', 'secretTags'],
    enforced: true,
  },
  'secret-folders': { label: 'Folders', actions: crud, keys: place, enforced: true },
  'secret-imports': { label: 'Secret imports', actions: crud, keys: place, enforced: true },
  environments: { label: 'Environments', actions: crud, enforced: true },
  tags: { label: 'Tags', actions: crud, enforced: true },
  member: {
    label: 'Users',
    actions: [
      ...crud,
      'grant-privileges',
      'assign-role',
      'assign-additional-privileges',
      'assume-privileges',
    ],
    keys: assigns,
    enforced: true,
  },
  groups: {
    label: 'Groups',
    actions: [...crud, 'grant-privileges', 'assign-role'],
    keys: ['groupName', 'assignableRole'],
    enforced: true,
  },
  identity: {
    label: 'Machine identities',
    actions: [
      ...crud,
      'grant-privileges',
      'assign-role',
      'assign-additional-privileges',
      'assume-privileges',
      'revoke-auth',
      'create-token',
      'get-token',
      'delete-token',
    ],
    keys: ['identityId', ...assigns],
    enforced: true,
  },
  role: { label: 'Project roles', actions: crud, enforced: true },
  project: { label: 'Project', actions: ['edit', 'delete'], enforced: true },
  settings: { label: 'Settings', actions: crud, enforced: false },
  'audit-logs': { label: 'Audit logs', actions: ['read'], enforced: false },
  'secret-rollback': { label: 'Secret history', actions: ['read', 'create'], enforced: true },
  'ip-allowlist': { label: 'IP allow list', actions: crud, enforced: false },
  integrations: { label: 'Integrations', actions: crud, enforced: false },
  webhooks: { label: 'Webhooks', actions: crud, enforced: false },
  'service-tokens': { label: 'Service tokens', actions: crud, enforced: false },
  'app-connections': {
    label: 'App connections',
    actions: [
      'read-app-connections',
      'create-app-connections',
      'edit-app-connections',
      'delete-app-connections',
      'connect-app-connections',
    ],
    keys: ['connectionId'],
    enforced: false,
  },
  'secret-event-subscriptions': {
    label: 'Secret event subscriptions',
    actions: [
      'subscribe-to-creation-events',
      'subscribe-to-update-events',
      'subscribe-to-deletion-events',
      'subscribe-to-import-mutation-events',
    ],
    enforced: false,
  },
  commits: { label: 'Commits', actions: ['read', 'perform-rollback'], enforced: false },
  'secret-approval': {
    label: 'Approval policies',
    actions: [...crud, 'allow-change-bypass', 'allow-access-bypass'],
    enforced: false,
  },
  'secret-approval-request': { label: 'Approval requests', actions: ['read'], enforced: false },
  'secret-rotation': {
    label: 'Secret rotation',
    actions: [...crud, 'read-generated-credentials', 'rotate-secrets'],
    keys: [...place, 'connectionId'],
    enforced: false,
  },
  'secret-syncs': {
    label: 'Secret syncs',
    actions: [...crud, 'sync-secrets', 'import-secrets', 'remove-secrets'],
    keys: [...place, 'connectionId'],
    enforced: false,
  },
  'dynamic-secrets': {
    label: 'Dynamic secrets',
    actions: [
      'read-root-credential',
      'create-root-credential',
      'edit-root-credential',
      'delete-root-credential',
      'lease',
    ],
    keys: [...place, 'metadata'],
    enforced: false,
  },
  kms: { label: 'Key management', actions: ['edit'], enforced: false },
  cmek: {
    label: 'Customer keys',
    actions: [...crud, 'encrypt', 'decrypt', 'sign', 'verify', 'export-private-key'],
    enforced: false,
  },
  'certificate-authorities': { label: 'Certificate authorities', actions: crud, enforced: false },
  'certificate-policies': { label: 'Certificate policies', actions: crud, enforced: false },
  'pki-alerts': { label: 'Certificate alerts', actions: crud, enforced: false },
  'pki-collections': { label: 'Certificate collections', actions: crud, enforced: false },
  certificates: {
    label: 'Certificates',
    actions: ['read', 'read-private-key', 'create', 'delete'],
    enforced: false,
  },
  'certificate-profiles': {
    label: 'Certificate profiles',
    actions: [...crud, 'issue-cert'],
    enforced: false,
  },
  'pki-discovery': {
    label: 'Certificate discovery',
    actions: [...crud, 'run-scan'],
    enforced: false,
  },
  'pki-certificate-installations': {
    label: 'Certificate installations',
    actions: ['read', 'edit', 'delete'],
    enforced: false,
  },
  'secret-scanning-data-sources': {
    label: 'Scanning sources',
    actions: [
      'read-data-sources',
      'create-data-sources',
      'edit-data-sources',
      'delete-data-sources',
      'read-data-source-resources',
      'read-data-source-scans',
      'trigger-data-source-scans',
    ],
    enforced: false,
  },
  'secret-scanning-findings': {
    label: 'Scanning findings',
    actions: ['read-findings', 'update-findings'],
    enforced: false,
  },
  'secret-scanning-configs': {
    label: 'Scanning settings',
    actions: ['read-configs', 'update-configs'],
    enforced: false,
  },
  'mcp-endpoints': {
    label: 'MCP endpoints',
    actions: [...crud, 'connect'],
    keys: ['name'],
    enforced: false,
  },
  'pam-accounts': {
    label: 'Privileged accounts',
    actions: ['read', 'access'],
    keys: ['resourceName', 'accountName'],
    enforced: false,
  },
} as const satisfies SubjectTable;

export const organizationSubjects = {
  groups: {
    label: 'Groups',
    actions: [
      ...crud,
      'grant-privileges',
      'add-members',
      'remove-members',
      'add-identities',
      'remove-identities',
    ],
    enforced: true,
  },
  member: { label: 'Users', actions: crud, enforced: true },
  identity: {
    label: 'Machine identities',
    actions: [
      ...crud,
      'grant-privileges',
      'revoke-auth',
      'create-token',
      'delete-token',
      'get-token',
    ],
    enforced: true,
  },
  role: { label: 'Organization roles', actions: crud, enforced: true },
  project: { label: 'Projects', actions: ['create', 'request-access'], enforced: true },
  settings: { label: 'Organization settings', actions: crud, enforced: true },
  'organization-admin-console': {
    label: 'All projects',
    actions: ['access-all-projects'],
    enforced: true,
  },
  'audit-logs': { label: 'Audit logs', actions: ['read'], enforced: true },
  'project-templates': { label: 'Project templates', actions: crud, enforced: true },
  'sub-organization': {
    label: 'Sub-organizations',
    actions: ['create', 'edit', 'delete', 'direct-access', 'link-group'],
    enforced: false,
  },
  scim: { label: 'SCIM', actions: crud, enforced: false },
  ldap: { label: 'LDAP', actions: crud, enforced: false },
  sso: { label: 'Single sign-on', actions: [...crud, 'bypass-sso-enforcement'], enforced: false },
  'email-domains': {
    label: 'E-mail domains',
    actions: ['read', 'create', 'verify-domain', 'delete'],
    enforced: false,
  },
  'github-org-sync': { label: 'GitHub organization sync', actions: crud, enforced: false },
  'secret-scanning': { label: 'Secret scanning', actions: crud, enforced: false },
  'incident-contact': { label: 'Incident contacts', actions: crud, enforced: false },
  kms: { label: 'Key management', actions: crud, enforced: false },
  billing: { label: 'Billing', actions: ['read', 'manage-billing'], enforced: false },
  'app-connections': {
    label: 'App connections',
    actions: [...crud, 'connect', 'rotate-credentials'],
    keys: ['connectionId'],
    enforced: false,
  },
  'kmip-server': {
    label: 'KMIP servers',
    actions: [
      'list-kmip-servers',
      'create-kmip-servers',
      'edit-kmip-servers',
      'delete-kmip-servers',
      'revoke-kmip-server-access',
    ],
    enforced: false,
  },
  'honey-tokens': { label: 'Honey tokens', actions: ['setup'], enforced: false },
  'secret-share': { label: 'Secret sharing', actions: ['manage-settings'], enforced: false },
  gateway: {
    label: 'Gateways',
    actions: [
      'list-gateways',
      'create-gateways',
      'edit-gateways',
      'delete-gateways',
      'attach-gateways',
      'revoke-gateway-access',
    ],
    enforced: false,
  },
  'gateway-pool': {
    label: 'Gateway pools',
    actions: [
      'list-gateway-pools',
      'create-gateway-pools',
      'edit-gateway-pools',
      'delete-gateway-pools',
      'attach-gateway-pools',
    ],
    enforced: false,
  },
  relay: {
    label: 'Relays',
    actions: [
      'list-relays',
      'create-relays',
      'edit-relays',
      'delete-relays',
      'revoke-relay-access',
    ],
    enforced: false,
  },
  'machine-identity-auth-template': {
    label: 'Login templates',
    actions: [
      'list-templates',
      'create-templates',
      'edit-templates',
      'delete-templates',
      'unlink-templates',
      'attach-templates',
    ],
    enforced: false,
  },
} as const satisfies SubjectTable;

export type Level = 'organization' | 'project';
export const subjectsOf = (level: Level): SubjectTable =>
  level === 'organization' ? organizationSubjects : projectSubjects;

/** The first version of the contract said `workspace` where the second says `project`. */
export const canonicalSubject = (subject: string): string =>
  subject === 'workspace' ? 'project' : subject;

/** What an action on a subject needs: reading a value needs describing it too; the legacy `read` is both. */
export const neededActions = (subject: string, action: string): readonly string[] =>
  subject === 'secrets' && (action === 'read' || action === 'readValue')
    ? ['describeSecret', 'readValue']
    : [action];

/** What a rule's action covers: on secrets the legacy `read` is both of the newer ones. */
export const coveredActions = (subject: string, action: string): readonly string[] =>
  subject === 'secrets' && action === 'read' ? ['describeSecret', 'readValue'] : [action];

export type BuiltInRole = {
  slug: string;
  name: string;
  description: string;
  rules: readonly Rule[];
};

const all = (table: SubjectTable): Rule[] =>
  Object.entries(table).map(([subject, { actions }]) => ({ subject, action: actions }));

export const organizationRoles: readonly BuiltInRole[] = [
  {
    slug: 'admin',
    name: 'Admin',
    description: 'Everything in the organization; may take over any project',
    rules: all(organizationSubjects),
  },
  {
    slug: 'member',
    name: 'Member',
    description: 'Sees who is who and creates projects',
    rules: [
      { subject: 'project', action: ['create', 'request-access'] },
      { subject: 'groups', action: ['read'] },
      { subject: 'member', action: ['read'] },
      { subject: 'identity', action: ['read'] },
      { subject: 'role', action: ['read'] },
      { subject: 'settings', action: ['read'] },
    ],
  },
  { slug: 'no-access', name: 'No access', description: 'Nothing of its own', rules: [] },
];

const seen: readonly Rule[] = [
  'environments',
  'tags',
  'member',
  'groups',
  'identity',
  'role',
  'settings',
].map((subject) => ({ subject, action: ['read'] }));

export const projectRoles: readonly BuiltInRole[] = [
  {
    slug: 'admin',
    name: 'Admin',
    description: 'Everything in the project',
    rules: all(projectSubjects),
  },
  {
    slug: 'member',
    name: 'Member',
    description: 'Reads and changes secrets, folders, imports and tags; sees who has access',
    rules: [
      { subject: 'secrets', action: ['describeSecret', 'readValue', 'create', 'edit', 'delete'] },
      { subject: 'secret-folders', action: crud },
      { subject: 'secret-imports', action: crud },
      { subject: 'secret-rollback', action: ['read', 'create'] },
      ...seen.filter(({ subject }) => subject !== 'tags'),
      { subject: 'tags', action: crud },
    ],
  },
  {
    slug: 'viewer',
    name: 'Viewer',
    description: 'Reads secrets, folders and imports; sees who has access',
    rules: [
      { subject: 'secrets', action: ['describeSecret', 'readValue'] },
      { subject: 'secret-folders', action: ['read'] },
      { subject: 'secret-imports', action: ['read'] },
      { subject: 'secret-rollback', action: ['read'] },
      ...seen,
    ],
  },
  { slug: 'no-access', name: 'No access', description: 'Nothing of its own', rules: [] },
];

export const builtInRoles = (level: Level): readonly BuiltInRole[] =>
  level === 'organization' ? organizationRoles : projectRoles;

/** The built-in role of that slug on that level, if there is one. */
export const builtIn = (ref: RoleRef, level: Level): BuiltInRole | undefined =>
  builtInRoles(level).find(({ slug }) => slug === ref);
