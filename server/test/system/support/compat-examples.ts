/** Ids that the example bodies and paths of a scene are made of. */
export type Scene = {
  org: string;
  other: string;
  otherEmail: string;
  userPlace: string;
  identityPlace: string;
  project: string;
  environment: string;
  user: string;
  email: string;
  membership: string;
  group: string;
  freeGroup: string;
  nestedGroup: string;
  identity: string;
  clientSecret: string;
  bareIdentity: string;
  secret: string;
  folder: string;
  orgRole: string;
  projectRole: string;
  template: string;
  tag: string;
  token: string;
  import: string;
};
type Params = Record<string, string>;
export type Example = { params?: Params; query?: object; body?: object };
type Examples = Record<string, (s: Scene) => Example>;

const project = (s: Scene, more: Params = {}): Params => ({ projectId: s.project, ...more });
const place = (s: Scene) => ({ workspaceId: s.project, environment: 'dev' });
const nativePlace = (s: Scene) => ({ projectId: s.project, environment: 'dev' });

const groupsUnder = (version: string): Examples => {
  const group = (s: Scene, id = s.group) => project(s, { groupIdOrName: id });
  return {
    [`compatMemberships.addWorkspaceGroup${version}`]: (s) => ({
      params: group(s, s.freeGroup),
      body: { roles: [{ role: 'no-access' }] },
    }),
    [`compatMemberships.getWorkspaceGroup${version}`]: (s) => ({ params: group(s) }),
    [`compatMemberships.editWorkspaceGroup${version}`]: (s) => ({
      params: group(s),
      body: { roles: [{ role: 'viewer' }] },
    }),
    [`compatMemberships.removeWorkspaceGroup${version}`]: (s) => ({ params: group(s) }),
    [`compatMemberships.listWorkspaceGroups${version}`]: (s) => ({ params: project(s) }),
  };
};

const identity = (s: Scene, id = s.identity) => project(s, { identityId: id });

/** A well-formed call of every endpoint under the public clients' paths that needs a right. */
export const compatExamples: Examples = {
  'compatFolders.deleteFolderNamed': (s) => ({
    params: { folderIdOrName: 'folder' },
    body: { workspaceId: s.project, environment: 'dev', directory: '/' },
  }),
  ...groupsUnder(''),
  ...groupsUnder('V1'),
  'compatMemberships.listWorkspaceGroupUsers': (s) => ({
    params: project(s, { groupIdOrName: s.group }),
  }),
  'compatMemberships.addWorkspaceUsers': (s) => ({
    params: project(s),
    body: { usernames: [s.otherEmail], roleSlugs: ['no-access'] },
  }),
  'compatMemberships.removeWorkspaceUsers': (s) => ({
    params: project(s),
    body: { usernames: [s.email] },
  }),
  'compatMemberships.getWorkspaceUserDetails': (s) => ({
    params: project(s),
    body: { username: s.email },
  }),
  'compatMemberships.editWorkspaceUser': (s) => ({
    params: project(s, { membershipId: s.userPlace }),
    body: { roles: [{ role: 'viewer' }] },
  }),
  'compatMemberships.getWorkspaceUser': (s) => ({ params: project(s, { userId: s.user }) }),
  'compatMemberships.listWorkspaceUsers': (s) => ({ params: project(s) }),
  'compatMemberships.addWorkspaceIdentity': (s) => ({
    params: identity(s, s.bareIdentity),
    body: { roles: [{ role: 'no-access' }] },
  }),
  'compatMemberships.getWorkspaceIdentity': (s) => ({ params: identity(s) }),
  'compatMemberships.editWorkspaceIdentity': (s) => ({
    params: identity(s),
    body: { roles: [{ role: 'viewer' }] },
  }),
  'compatMemberships.removeWorkspaceIdentity': (s) => ({ params: identity(s) }),
  'compatMemberships.getWorkspaceIdentityByMembership': (s) => ({
    params: { membershipId: s.identityPlace },
  }),
  'compatMemberships.removeOrganizationMembers': (s) => ({
    params: { orgId: s.org },
    body: { membershipIds: [s.membership] },
  }),
  'compatProjects.createWorkspace': () => ({ body: { projectName: `Matrix ${Math.random()}` } }),
  'compatProjects.createWorkspaceEnvironment': (s) => ({
    params: project(s),
    body: { name: 'Test', slug: `t${Date.now()}` },
  }),
  'compatProjects.getWorkspaceEnvironment': (s) => ({ params: { envId: s.environment } }),
  'compatProjects.editWorkspaceEnvironment': (s) => ({
    params: project(s, { envId: s.environment }),
    body: { name: 'Renamed' },
  }),
  'compatProjects.deleteWorkspaceEnvironment': (s) => ({
    params: project(s, { envId: s.environment }),
  }),
  'compatRoles.createWorkspaceRole': (s) => ({
    params: project(s),
    body: { name: 'R', slug: `r${Date.now()}`, permissions: [] },
  }),
  'compatRoles.editWorkspaceRole': (s) => ({
    params: project(s, { roleId: s.projectRole }),
    body: { name: 'Renamed' },
  }),
  'compatRoles.deleteWorkspaceRole': (s) => ({
    params: project(s, { roleId: s.projectRole }),
  }),
  'compatRoles.getWorkspaceRoleBySlug': (s) => ({ params: project(s, { slug: 'viewer' }) }),
  'compatRoles.getProjectRoleById': (s) => ({ params: { roleId: s.projectRole } }),
  'compatSecrets.listRawSecrets': (s) => ({ query: place(s) }),
  'compatSecrets.getRawSecret': (s) => ({ params: { secretName: 'KEY' }, query: place(s) }),
  'compatSecrets.getRawSecretById': (s) => ({ params: { secretId: s.secret } }),
  'compatSecrets.createRawSecret': (s) => ({
    params: { secretName: `R${Date.now()}` },
    body: { ...place(s), secretValue: 'x' },
  }),
  'compatSecrets.editRawSecret': (s) => ({
    params: { secretName: 'KEY' },
    body: { ...place(s), secretValue: 'y' },
  }),
  'compatSecrets.deleteRawSecret': (s) => ({ params: { secretName: 'KEY' }, body: place(s) }),
  'compatSecrets.createRawSecrets': (s) => ({
    body: { ...place(s), secrets: [{ secretKey: `B${Date.now()}`, secretValue: 'x' }] },
  }),
  'compatSecrets.editRawSecrets': (s) => ({
    body: { ...place(s), secrets: [{ secretKey: 'KEY', secretValue: 'y' }] },
  }),
  'compatSecrets.deleteRawSecrets': (s) => ({
    body: { ...place(s), secrets: [{ secretKey: 'KEY' }] },
  }),
  'compatSecrets.createSecrets': (s) => ({
    body: { ...nativePlace(s), secrets: [{ secretKey: `C${Date.now()}`, secretValue: 'x' }] },
  }),
  'compatSecrets.editSecrets': (s) => ({
    body: { ...nativePlace(s), secrets: [{ secretKey: 'KEY', secretValue: 'y' }] },
  }),
  'compatSecrets.deleteSecrets': (s) => ({
    body: { ...nativePlace(s), secrets: [{ secretKey: 'KEY' }] },
  }),
  'compatSecrets.addSecretTags': (s) => ({
    params: { secretName: 'KEY' },
    body: { ...place(s), tagSlugs: ['scene'] },
  }),
  'compatSecrets.removeSecretTags': (s) => ({
    params: { secretName: 'KEY' },
    body: { ...place(s), tagSlugs: ['scene'] },
  }),
  'compatTags.listWorkspaceTags': (s) => ({ params: project(s) }),
  'compatTags.createWorkspaceTag': (s) => ({
    params: project(s),
    body: { slug: `t${Date.now()}` },
  }),
  'compatTags.getWorkspaceTag': (s) => ({ params: project(s, { tagId: s.tag }) }),
  'compatTags.getWorkspaceTagBySlug': (s) => ({ params: project(s, { slug: 'scene' }) }),
  'compatTags.editWorkspaceTag': (s) => ({
    params: project(s, { tagId: s.tag }),
    body: { name: 'x' },
  }),
  'compatTags.deleteWorkspaceTag': (s) => ({ params: project(s, { tagId: s.tag }) }),
};
