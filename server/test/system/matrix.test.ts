import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  access,
  type Call,
  type Endpoint,
  endpoints,
  groups,
  identities,
  imports,
  memberships,
  requestOf,
  secrets,
  tags,
  templates,
} from '@coterie/contract';
import { subjectsOf } from '@coterie/kernel';
import type { Running } from '../../src/server.ts';
import { contentsOf } from '../support/contents.ts';
import {
  type Caller,
  type Company,
  callerAt,
  type House,
  openCompany,
  openHouse,
  openOtherOrganization,
} from '../support/house.ts';
import { compatExamples, type Example, type Scene } from './support/compat-examples.ts';
import { attachSignIns, signInExamples } from './support/sign-in-examples.ts';

/** A well-formed call of every endpoint that needs a right, on things that are there. */
const examples: Record<string, (s: Scene) => Example> = {
  'access.listProjectAccess': (s) => ({ params: { projectId: s.project } }),
  'access.readAccessLog': () => ({}),
  'access.verifyAccessLog': () => ({}),
  'access.exportAccessLog': () => ({}),
  ...compatExamples,
  'factors.getFactorRule': (s) => ({ params: { orgId: s.org } }),
  'factors.editFactorRule': (s) => ({
    params: { orgId: s.org },
    body: { rule: 'everyone', graceDays: 90 },
  }),
  'groups.listGroups': () => ({}),
  'groups.createGroup': () => ({ body: { name: `Matrix ${Math.random()}` } }),
  'groups.getGroup': (s) => ({ params: { id: s.group } }),
  'groups.editGroup': (s) => ({ params: { id: s.group }, body: { description: 'x' } }),
  'groups.deleteGroup': (s) => ({ params: { id: s.group } }),
  'groups.listGroupUsers': (s) => ({ params: { id: s.group } }),
  'groups.addGroupUser': (s) => ({ params: { id: s.group, username: s.email } }),
  'groups.removeGroupUser': (s) => ({ params: { id: s.group, username: s.email } }),
  'groups.listGroupIdentities': (s) => ({ params: { id: s.group } }),
  'groups.addGroupIdentity': (s) => ({ params: { id: s.group, identityId: s.identity } }),
  'groups.removeGroupIdentity': (s) => ({
    params: { id: s.group, identityId: s.identity },
  }),
  'groups.listGroupMembers': (s) => ({ params: { id: s.group } }),
  'groups.listGroupProjects': (s) => ({ params: { id: s.group } }),
  'groups.nestGroup': (s) => ({ params: { id: s.group, childId: s.freeGroup } }),
  'groups.unnestGroup': (s) => ({ params: { id: s.group, childId: s.nestedGroup } }),
  'groups.getGroupTree': (s) => ({ params: { id: s.group } }),
  'groups.bulkMembers': (s) => ({
    params: { id: s.group },
    body: { add: [{ groupId: s.freeGroup }] },
  }),
  'groups.cloneGroup': (s) => ({
    params: { id: s.freeGroup },
    body: { name: `Clone ${Math.random()}` },
  }),
  'groups.mergeGroup': (s) => ({
    params: { id: s.freeGroup },
    body: { fromGroupId: s.nestedGroup },
  }),
  'groups.listGroupManagers': (s) => ({ params: { id: s.group } }),
  'groups.addGroupManager': (s) => ({
    params: { id: s.freeGroup },
    body: { principalId: s.user },
  }),
  'groups.removeGroupManager': (s) => ({
    params: { id: s.freeGroup, holderId: s.user },
  }),
  'identities.listIdentities': () => ({}),
  'identities.createIdentity': () => ({ body: { name: 'matrix' } }),
  'identities.getIdentity': (s) => ({ params: { identityId: s.identity } }),
  'identities.editIdentity': (s) => ({
    params: { identityId: s.identity },
    body: { name: 'renamed' },
  }),
  'identities.deleteIdentity': (s) => ({ params: { identityId: s.identity } }),
  'identities.attachUniversalAuth': (s) => ({
    params: { identityId: s.bareIdentity },
    body: {},
  }),
  'identities.getUniversalAuth': (s) => ({ params: { identityId: s.identity } }),
  'identities.editUniversalAuth': (s) => ({
    params: { identityId: s.identity },
    body: { accessTokenTTL: 60 },
  }),
  'identities.detachUniversalAuth': (s) => ({ params: { identityId: s.identity } }),
  'identities.createClientSecret': (s) => ({
    params: { identityId: s.identity },
    body: {},
  }),
  'identities.listClientSecrets': (s) => ({ params: { identityId: s.identity } }),
  'identities.getClientSecret': (s) => ({
    params: { identityId: s.identity, clientSecretId: s.clientSecret },
  }),
  'identities.revokeClientSecret': (s) => ({
    params: { identityId: s.identity, clientSecretId: s.clientSecret },
  }),
  ...signInExamples,
  'identities.attachTokenAuth': (s) => ({
    params: { identityId: s.bareIdentity },
    body: {},
  }),
  'identities.getTokenAuth': (s) => ({ params: { identityId: s.identity } }),
  'identities.editTokenAuth': (s) => ({
    params: { identityId: s.identity },
    body: { accessTokenTTL: 60 },
  }),
  'identities.detachTokenAuth': (s) => ({ params: { identityId: s.identity } }),
  'identities.createToken': (s) => ({
    params: { identityId: s.identity },
    body: { name: 'matrix' },
  }),
  'identities.listTokens': (s) => ({ params: { identityId: s.identity } }),
  'identities.getToken': (s) => ({ params: { tokenId: s.token } }),
  'identities.editToken': (s) => ({
    params: { tokenId: s.token },
    body: { name: 'renamed' },
  }),
  'identities.revokeNamedToken': (s) => ({ params: { tokenId: s.token } }),
  ...Object.fromEntries(
    ['', 'V1'].flatMap((version): [string, (s: Scene) => Example][] => [
      [
        `imports.createImport${version}`,
        (s) => ({
          body: {
            projectId: s.project,
            environment: 'dev',
            path: '/',
            import: { environment: 'prod', path: '/' },
          },
        }),
      ],
      [
        `imports.listImports${version}`,
        (s) => ({ query: { projectId: s.project, environment: 'dev', path: '/' } }),
      ],
      [`imports.getImport${version}`, (s) => ({ params: { importId: s.import } })],
      [
        `imports.editImport${version}`,
        (s) => ({ params: { importId: s.import }, body: { import: { position: 2 } } }),
      ],
      [`imports.deleteImport${version}`, (s) => ({ params: { importId: s.import } })],
    ]),
  ),
  'members.listMembers': (s) => ({ params: { orgId: s.org } }),
  'members.editMember': (s) => ({
    params: { orgId: s.org, membershipId: s.membership },
    body: { isActive: true },
  }),
  'members.removeMember': (s) => ({
    params: { orgId: s.org, membershipId: s.membership },
  }),
  'members.invite': (s) => ({
    params: { orgId: s.org },
    body: { email: `m${Math.random()}@example.com`, role: 'no-access' },
  }),
  'memberships.listProjectGroups': (s) => ({ params: { projectId: s.project } }),
  'memberships.addProjectGroup': (s) => ({
    params: { projectId: s.project, groupId: s.freeGroup },
    body: { role: 'no-access' },
  }),
  'memberships.getProjectGroup': (s) => ({
    params: { projectId: s.project, groupId: s.group },
  }),
  'memberships.editProjectGroup': (s) => ({
    params: { projectId: s.project, groupId: s.group },
    body: { roles: [{ role: 'viewer' }] },
  }),
  'memberships.removeProjectGroup': (s) => ({
    params: { projectId: s.project, groupId: s.group },
  }),
  'memberships.listProjectUsers': (s) => ({ params: { projectId: s.project } }),
  'memberships.addProjectUser': (s) => ({
    params: { projectId: s.project, userId: s.other },
    body: { role: 'no-access' },
  }),
  'memberships.getProjectUser': (s) => ({ params: { projectId: s.project, userId: s.user } }),
  'memberships.editProjectUser': (s) => ({
    params: { projectId: s.project, userId: s.user },
    body: { roles: [{ role: 'viewer' }] },
  }),
  'memberships.removeProjectUser': (s) => ({
    params: { projectId: s.project, userId: s.user },
  }),
  'serviceTokens.listServiceTokens': (s) => ({ params: { workspaceId: s.project } }),
  'memberships.listProjectIdentities': (s) => ({ params: { projectId: s.project } }),
  'memberships.addProjectIdentity': (s) => ({
    params: { projectId: s.project, identityId: s.bareIdentity },
    body: { role: 'no-access' },
  }),
  'memberships.getProjectIdentity': (s) => ({
    params: { projectId: s.project, identityId: s.identity },
  }),
  'memberships.editProjectIdentity': (s) => ({
    params: { projectId: s.project, identityId: s.identity },
    body: { roles: [{ role: 'viewer' }] },
  }),
  'memberships.removeProjectIdentity': (s) => ({
    params: { projectId: s.project, identityId: s.identity },
  }),
  'projects.createProject': () => ({ body: { projectName: `Matrix ${Math.random()}` } }),
  'projects.editProject': (s) => ({
    params: { projectId: s.project },
    body: { description: 'x' },
  }),
  'projects.deleteProject': (s) => ({ params: { projectId: s.project } }),
  'projects.takeProject': (s) => ({ params: { projectId: s.project } }),
  'projects.createEnvironment': (s) => ({
    params: { projectId: s.project },
    body: { name: 'Test', slug: `t${Date.now()}` },
  }),
  'projects.listEnvironments': (s) => ({ params: { projectId: s.project } }),
  'projects.getEnvironmentBySlug': (s) => ({ params: { projectId: s.project, slug: 'dev' } }),
  'projects.getEnvironment': (s) => ({
    params: { projectId: s.project, envId: s.environment },
  }),
  'projects.editEnvironment': (s) => ({
    params: { projectId: s.project, envId: s.environment },
    body: { name: 'Renamed' },
  }),
  'projects.deleteEnvironment': (s) => ({
    params: { projectId: s.project, envId: s.environment },
  }),
  'roles.listOrganizationRoles': () => ({}),
  'roles.createOrganizationRole': () => ({
    body: { name: 'R', slug: `r${Date.now()}`, permissions: [] },
  }),
  'roles.getOrganizationRole': (s) => ({ params: { roleId: s.orgRole } }),
  'roles.getOrganizationRoleBySlug': () => ({ params: { slug: 'member' } }),
  'roles.editOrganizationRole': (s) => ({
    params: { roleId: s.orgRole },
    body: { name: 'Renamed' },
  }),
  'roles.deleteOrganizationRole': (s) => ({ params: { roleId: s.orgRole } }),
  'roles.listProjectRoles': (s) => ({ params: { projectId: s.project } }),
  'roles.createProjectRole': (s) => ({
    params: { projectId: s.project },
    body: { name: 'R', slug: `r${Date.now()}`, permissions: [] },
  }),
  'roles.getProjectRole': (s) => ({
    params: { projectId: s.project, roleId: s.projectRole },
  }),
  'roles.getProjectRoleBySlug': (s) => ({ params: { projectId: s.project, slug: 'viewer' } }),
  'roles.editProjectRole': (s) => ({
    params: { projectId: s.project, roleId: s.projectRole },
    body: { name: 'Renamed' },
  }),
  'roles.deleteProjectRole': (s) => ({
    params: { projectId: s.project, roleId: s.projectRole },
  }),
  'signIns.listSignIns': () => ({}),
  'tags.listTags': (s) => ({ params: { projectId: s.project } }),
  'tags.createTag': (s) => ({
    params: { projectId: s.project },
    body: { slug: `t${Date.now()}` },
  }),
  'tags.getTag': (s) => ({ params: { projectId: s.project, tagId: s.tag } }),
  'tags.getTagBySlug': (s) => ({ params: { projectId: s.project, slug: 'scene' } }),
  'tags.editTag': (s) => ({
    params: { projectId: s.project, tagId: s.tag },
    body: { name: 'x' },
  }),
  'tags.deleteTag': (s) => ({ params: { projectId: s.project, tagId: s.tag } }),
  'templates.listTemplates': () => ({}),
  'templates.createTemplate': () => ({ body: { name: `Template ${Math.random()}` } }),
  'templates.getTemplate': (s) => ({ params: { templateId: s.template } }),
  'templates.editTemplate': (s) => ({
    params: { templateId: s.template },
    body: { description: 'x' },
  }),
  'templates.deleteTemplate': (s) => ({ params: { templateId: s.template } }),
  'secrets.listSecrets': (s) => ({ query: { projectId: s.project, environment: 'dev' } }),
  'secrets.getSecret': (s) => ({
    params: { secretName: 'KEY' },
    query: { projectId: s.project, environment: 'dev' },
  }),
  'secrets.createSecret': (s) => ({
    params: { secretName: `N${Date.now()}` },
    body: { projectId: s.project, environment: 'dev', secretValue: 'x' },
  }),
  'secrets.editSecret': (s) => ({
    params: { secretName: 'KEY' },
    body: { projectId: s.project, environment: 'dev', secretValue: 'y' },
  }),
  'secrets.deleteSecret': (s) => ({
    params: { secretName: 'KEY' },
    body: { projectId: s.project, environment: 'dev' },
  }),
  'secrets.listSecretVersions': (s) => ({ params: { secretId: s.secret } }),
  'secrets.createFolder': (s) => ({
    body: { projectId: s.project, environment: 'dev', name: `f${Date.now()}` },
  }),
  'secrets.listFolders': (s) => ({ query: { projectId: s.project, environment: 'dev' } }),
  'secrets.createFolder2': (s) => ({
    body: { projectId: s.project, environment: 'dev', name: `g${Date.now()}` },
  }),
  'secrets.listFolders2': (s) => ({ query: { projectId: s.project, environment: 'dev' } }),
  'secrets.getFolder': (s) => ({ params: { folderId: s.folder } }),
  'secrets.editFolder': (s) => ({
    params: { folderId: s.folder },
    body: { description: 'x' },
  }),
  'secrets.getFolder2': (s) => ({ params: { folderId: s.folder } }),
  'secrets.editFolder2': (s) => ({
    params: { folderId: s.folder },
    body: { description: 'y' },
  }),
  'secrets.deleteFolder': (s) => ({ params: { folderIdOrName: s.folder }, body: {} }),
};

const asBefore = 'the example asks for what is there already';
/** What changes nothing, and so leaves no entry. */
const unlogged: Record<string, string> = {
  'compatMemberships.getWorkspaceUserDetails': 'a question',
  ...Object.fromEntries(
    [
      'compatMemberships.editWorkspaceGroup',
      'compatMemberships.editWorkspaceGroupV1',
      'compatMemberships.editWorkspaceIdentity',
      'compatMemberships.editWorkspaceUser',
      'groups.addGroupUser',
      'members.editMember',
      'memberships.editProjectGroup',
      'memberships.editProjectIdentity',
      'memberships.editProjectUser',
    ].map((name) => [name, asBefore]),
  ),
};

/** What concerns how administrators sign in: the right alone is not enough, factors.test.ts has who is refused. */
const touchesAdmins = new Set(['factors.editFactorRule']);

/** What a manager may do, which whoever appoints or dismisses one must hold. */
const managing = ['add-members', 'remove-members', 'add-identities', 'remove-identities'];

/** Rights that the contract's one right per endpoint comes with: what an act is made of. */
const alsoNeeded: Record<string, readonly string[]> = {
  'groups.addGroupManager': managing,
  'groups.removeGroupManager': managing,
  ...Object.fromEntries(
    ['Group', 'GroupV1', 'User', 'Users', 'Identity'].flatMap((holder) =>
      ['add', 'edit'].map((verb) => [
        `compatMemberships.${verb}Workspace${holder}`,
        ['assign-role'],
      ]),
    ),
  ),
  'memberships.addProjectGroup': ['assign-role'],
  'memberships.editProjectGroup': ['assign-role'],
  'memberships.addProjectUser': ['assign-role'],
  'memberships.editProjectUser': ['assign-role'],
  'memberships.addProjectIdentity': ['assign-role'],
  'memberships.editProjectIdentity': ['assign-role'],
};
/** Who gives or takes roles must hold what they give; these are taken from someone who has more. */
const viewerRights = [
  { subject: 'secrets', action: ['describeSecret', 'readValue'] },
  { subject: 'secret-folders', action: ['read'] },
  { subject: 'secret-imports', action: ['read'] },
  { subject: 'secret-rollback', action: ['read'] },
  ...['environments', 'tags', 'member', 'groups', 'identity', 'role', 'settings'].map(
    (subject) => ({ subject, action: ['read'] }),
  ),
];
const isAboutRoles = (name: string) =>
  /emberships\.(?:add|edit|remove)/.test(name) && !/removeOrganizationMembers/.test(name);

describe('who may, endpoint by endpoint', () => {
  let house: House;
  let company: Company;
  let stranger: Caller;
  let nobody: Caller;
  let lookedAt: Promise<Scene> | undefined;
  /** One scene with everything in it, for all that change nothing. */
  const sceneToLookAt = () => {
    lookedAt ??= sceneOf(company, 'memberships.getProjectIdentity');
    return lookedAt;
  };
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    stranger = (await openOtherOrganization(company)).admin;
    nobody = await company.person('Nobody', 'no-access');
  });
  after(() => house.close());

  it('has an example of every endpoint that needs a right', () => {
    const wanted = Object.entries(endpoints)
      .filter(([, { who }]) => who.kind === 'may')
      .map(([name]) => name);
    assert.deepEqual(Object.keys(examples).sort(), wanted.sort());
  });

  for (const [name, endpoint] of Object.entries(endpoints)) {
    const { who } = endpoint;
    if (who.kind !== 'may') continue;
    it(`${name} needs ${who.subject}:${who.action} in the ${who.on}`, async () => {
      const scene = await (endpoint.method === 'GET' ? sceneToLookAt() : sceneOf(company, name));
      const example = examples[name]?.(scene) ?? {};
      const foreign = await send(stranger, endpoint, example);
      const isElsewhere =
        example.params !== undefined || JSON.stringify(example).includes(scene.project);
      const isBuiltIn = name.endsWith('RoleBySlug') && who.on === 'organization';
      if (isElsewhere && !isBuiltIn)
        assert.equal(foreign.status, 404, 'a thing of another organization is not found');

      const refused = await send(nobody, endpoint, example);
      // Who has no way to a project or a group is not told that it is there: untold.test.ts.
      const isUnseen = who.on === 'project' || namesUnseen(endpoint);
      const isStopped = isUnseen && namesProject(example) && ofContent.test(endpoint.path);
      assert.equal(
        refused.status,
        isUnseen && !isStopped ? 404 : 403,
        await refused.clone().text(),
      );
      const { details } = (await refused.json()) as { details?: { permission: string } };
      if (isStopped) assert.deepEqual(details, { permission: 'secrets:describeSecret' });
      else if (isUnseen) assert.equal(details, undefined);
      else assert.equal(details?.permission, `${who.subject}:${who.action}`);

      const enough = touchesAdmins.has(name)
        ? company.admin
        : await holderOf(company, scene, name, who);
      if (endpoint.isAct) {
        const asked = await suppose(nobody, endpoint, example);
        assert.equal(asked.status, refused.status, await asked.text());
        const was = await contentsOf(db());
        const told = await suppose(enough, endpoint, example);
        assert.equal(told.status, 200, await told.text());
        assert.deepEqual(await contentsOf(db()), was, 'a question has written something');
      }
      const logged = async () => (await company.admin.call(access.readAccessLog)).totalCount;
      const before = await logged();
      const allowed = await send(enough, endpoint, example);
      assert.equal(allowed.status, 200, await allowed.text());
      if (endpoint.method !== 'GET' && !(name in unlogged))
        assert.ok((await logged()) > before, 'what was done is in no log');
    });
  }

  const db = () => (house.nodes[0] as Running).parts.db;
  const send = (caller: Caller, endpoint: Endpoint, example: Example): Promise<Response> => {
    const { method, path, body } = requestOf(endpoint, example as Call<Endpoint>);
    return fetch(`${house.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${caller.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  };
  const suppose = (caller: Caller, endpoint: Endpoint, example: Example): Promise<Response> =>
    send(caller, access.whatIf, {
      body: { changes: [requestOf(endpoint, example as Call<Endpoint>)] },
    });
});

/** On these paths public clients take 404 for gone, and 403 stays for a project that is hidden. */
const ofContent = /^\/api\/v\d\/(secrets|folders|secret-imports)/;
const namesProject = ({ query, body }: Example): boolean =>
  /"(projectId|workspaceId)"/.test(JSON.stringify([query, body]));

/** Paths with an id of a project, a group, a member, an identity or a role, which someone without any rights does not see. */
const namesUnseen = ({ method, path }: Endpoint): boolean =>
  /\/groups\/:id|:projectId|:identityId|:membershipId|organization\/roles\/:roleId/.test(path) ||
  (method === 'DELETE' && path.endsWith('/organizations/:orgId/memberships'));

let count = 0;

/** One of everything, fresh, so that deletions disturb nobody. */
async function sceneOf(company: Company, name: string): Promise<Scene> {
  const number = ++count;
  const project = await company.project(`Scene ${number}`);
  const user = await company.person(`user${number}`, 'no-access');
  const other = /addProjectUser|addWorkspaceUsers/.test(name)
    ? await company.person(`other${number}`)
    : user;
  const group = await company.group(`Group ${number}`);
  const freeGroup = await company.group(`Free ${number}`);
  const nestedGroup = await company.group(`Nested ${number}`);
  if (name === 'groups.unnestGroup')
    await company.admin.call(groups.nestGroup, {
      params: { id: group.id, childId: nestedGroup.id },
    });
  const needsIdentity = /identit|Client|Universal|[tT]oken/i.test(name);
  const identity = needsIdentity ? await company.identity(`Identity ${number}`) : null;
  const bare = needsIdentity
    ? await company.machine.call(identities.createIdentity, { body: { name: `Bare ${number}` } })
    : null;
  let token = '';
  if (identity && name !== 'identities.attachTokenAuth') {
    const params = { identityId: identity.id };
    await company.admin.call(identities.attachTokenAuth, { params, body: {} });
    const made = await company.admin.call(identities.createToken, { params, body: { name: 'a' } });
    token = made.tokenData.id;
  }
  if (identity && !name.startsWith('identities.attach'))
    await attachSignIns(company.admin, identity.id);
  await company.join(group, user);
  if (identity && name === 'groups.removeGroupIdentity')
    await company.admin.call(groups.addGroupIdentity, {
      params: { id: group.id, identityId: identity.id },
    });
  await company.addGroup(project, group, 'viewer');
  const { membership } = await company.addUser(project, user, 'viewer');
  let identityPlace = '';
  if (identity && /(?:Project|Workspace)Identit/.test(name))
    identityPlace = (
      await company.admin.call(memberships.addProjectIdentity, {
        params: { projectId: project.id, identityId: identity.id },
        body: { role: 'viewer' },
      })
    ).identityMembership.id;
  const { secret } = await company.secret(project.id, 'KEY');
  const { folder } = await company.admin.call(secrets.createFolder, {
    body: { projectId: project.id, environment: 'dev', name: 'folder' },
  });
  const orgRole = await company.role(`org-${number}`, []);
  const projectRole = await company.role(`own-${number}`, [], project.id);
  if (name === 'groups.removeGroupManager')
    await company.admin.call(groups.addGroupManager, {
      params: { id: freeGroup.id },
      body: { principalId: user.id },
    });
  const { tag } = await company.admin.call(tags.createTag, {
    params: { projectId: project.id },
    body: { slug: 'scene' },
  });
  const { secretImport } = await company.admin.call(imports.createImport, {
    body: {
      projectId: project.id,
      environment: 'dev',
      path: '/folder',
      import: { environment: 'dev', path: '/' },
    },
  });
  const { projectTemplate } = await company.admin.call(templates.createTemplate, {
    body: { name: `Template ${number}` },
  });
  if (name === 'groups.deleteGroup') await company.removeGroup(project, group);
  return {
    org: company.orgId,
    other: other.id,
    otherEmail: other.email,
    userPlace: membership.id,
    identityPlace,
    project: project.id,
    environment: project.environments[0]?.id ?? '',
    user: user.id,
    email: user.email,
    membership: user.membershipId,
    group: group.id,
    freeGroup: freeGroup.id,
    nestedGroup: nestedGroup.id,
    identity: identity?.id ?? '',
    clientSecret: identity?.clientSecretId ?? '',
    bareIdentity: bare?.identity.id ?? '',
    secret: secret.id,
    folder: folder.id,
    orgRole: orgRole.id,
    projectRole: projectRole.id,
    template: projectTemplate.id,
    tag: tag.id,
    token,
    import: secretImport.id,
  };
}

/** Someone who holds just what the endpoint needs, by a custom role. */
async function holderOf(
  company: Company,
  scene: Scene,
  name: string,
  who: { on: 'organization' | 'project'; subject: string; action: string },
): Promise<Caller> {
  const number = ++count;
  const actions = [who.action, ...(alsoNeeded[name] ?? [])];
  const own = { subject: who.subject, action: actions };
  if (who.on === 'organization') {
    await company.role(`holder-${number}`, [own]);
    const person = await company.person(`holder${number}`, `holder-${number}`);
    if (takesProjectRights.has(name))
      await company.addUser({ id: scene.project }, person, 'viewer');
    return callerAt(company.house.url, person.token);
  }
  const beside = [
    ...(/imports\.(createImport|getImport)/.test(name)
      ? [{ subject: 'secrets', action: ['describeSecret'] }]
      : []),
    ...(name === 'secrets.listSecretVersions'
      ? [{ subject: 'secret-rollback', action: ['read'] }]
      : []),
    // What holds other things is deleted by who may delete each of them, and a project by who holds all that is had there.
    ...(/delete(Folder|FolderNamed|Environment|WorkspaceEnvironment)$/.test(name)
      ? ['secrets', 'secret-folders', 'secret-imports'].map((subject) => ({
          subject,
          action: ['delete'],
        }))
      : []),
    ...(/delete(Project|Workspace)$/.test(name)
      ? Object.entries(subjectsOf('project')).map(([subject, { actions }]) => ({
          subject,
          action: [...actions],
        }))
      : []),
    ...(isAboutRoles(name) || name === 'access.listProjectAccess' ? viewerRights : []),
  ];
  await company.role(`holder-${number}`, [own, ...beside], scene.project);
  const person = await company.person(`holder${number}`, 'no-access');
  await company.addUser({ id: scene.project }, person, `holder-${number}`);
  return callerAt(company.house.url, person.token);
}

/** To change a group or a member one must hold what it has on its projects: here, what a viewer has. */
const takesProjectRights = new Set([
  'groups.removeGroupManager',
  'groups.addGroupUser',
  'groups.removeGroupUser',
  'groups.addGroupIdentity',
  'groups.removeGroupIdentity',
  'groups.nestGroup',
  'groups.unnestGroup',
  'groups.bulkMembers',
  'members.editMember',
  'members.removeMember',
  'compatMemberships.removeOrganizationMembers',
]);
