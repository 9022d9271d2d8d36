import { randomBytes, randomUUID } from 'node:crypto';
import {
  groups,
  identities,
  imports,
  memberships,
  privileges,
  projects,
  secrets,
  serviceTokens,
  tags,
  templates,
} from '@coterie/contract';
import type { Company } from '../../support/house.ts';
import type { Values } from './samples.ts';
import { attachSignIns } from './sign-in-examples.ts';

/** By what a thing is asked for: everything that a request can name. */
export type Things = Record<string, string>;
export const word = (): string => `x${randomBytes(6).toString('hex')}`;

/** A project with everything in it under unmistakable names, a group, a person, an identity and a template. */
export async function hide(
  company: Company,
): Promise<{ inProject: Things; inOrganization: Things }> {
  const { admin } = company;
  const project = await company.project(word());
  const projectId = project.id;
  const person = await company.person(word(), 'no-access');
  const [group, other] = [await company.group(word()), await company.group(word())];
  const identity = await company.identity(word());
  await company.join(group, person);
  await company.addGroup(project, group, 'viewer');
  const { membership } = await company.addUser(project, person, 'viewer');
  const { identityMembership } = await admin.call(memberships.addProjectIdentity, {
    params: { projectId, identityId: identity.id },
    body: { role: 'viewer' },
  });
  const at = { projectId, environment: word() };
  const { environment } = await admin.call(projects.createEnvironment, {
    params: { projectId },
    body: { name: word(), slug: at.environment },
  });
  const key = word().toUpperCase();
  const { secret } = await company.secret(projectId, key, word(), at.environment);
  const { folder } = await admin.call(secrets.createFolder, { body: { ...at, name: word() } });
  const { tag } = await admin.call(tags.createTag, {
    params: { projectId },
    body: { slug: word() },
  });
  const { secretImport } = await admin.call(imports.createImport, {
    body: { ...at, path: folder.path, import: { environment: at.environment, path: '/' } },
  });
  const role = await company.role(word(), [], projectId);
  const { privilege } = await admin.call(privileges.createPrivilege, {
    params: { projectId },
    body: {
      holderId: identity.id,
      slug: word(),
      permissions: [{ subject: 'tags', action: ['read'] }],
    },
  });
  const orgRole = await company.role(word(), []);
  const { projectTemplate } = await admin.call(templates.createTemplate, {
    body: { name: word() },
  });
  const { token } = await tokenOf(company, identity.id);
  await admin.call(groups.addGroupIdentity, {
    params: { id: group.id, identityId: identity.id },
  });
  const { serviceTokenData } = await admin.call(serviceTokens.createServiceToken, {
    body: {
      name: word(),
      workspaceId: projectId,
      scopes: [{ environment: at.environment, secretPath: '/' }],
      permissions: ['read'],
    },
  });
  return {
    inProject: {
      project: projectId,
      projectSlug: project.slug,
      environment: environment.id,
      environmentSlug: environment.slug,
      secret: secret.id,
      key,
      folder: folder.id,
      folderName: folder.name,
      tag: tag.id,
      tagSlug: tag.slug,
      import: secretImport.id,
      role: role.id,
      roleSlug: role.slug,
      privilege: privilege.id,
      privilegeSlug: privilege.slug,
      place: membership.id,
      identityPlace: identityMembership.id,
    },
    inOrganization: {
      person: person.id,
      email: person.email,
      membership: person.membershipId,
      group: group.id,
      groupName: group.name,
      groupSlug: group.slug,
      other: other.id,
      otherName: other.name,
      identity: identity.id,
      clientSecret: identity.clientSecretId,
      serviceToken: serviceTokenData.id,
      token,
      orgRole: orgRole.id,
      orgRoleSlug: orgRole.slug,
      template: projectTemplate.id,
      templateName: projectTemplate.name,
    },
  };
}

async function tokenOf({ admin }: Company, identityId: string) {
  const params = { identityId };
  await admin.call(identities.attachTokenAuth, { params, body: {} });
  await attachSignIns(admin, identityId);
  const made = await admin.call(identities.createToken, { params, body: { name: word() } });
  return { token: made.tokenData.id };
}

/** As many things that are nowhere, of the same form. */
export const nowhere = (things: Things): Things =>
  Object.fromEntries(
    Object.entries(things).map(([name, value]) => {
      if (/^[0-9a-f]{8}-/.test(value)) return [name, randomUUID()];
      if (value.includes('@')) return [name, `${word()}@example.com`];
      return [name, value === value.toUpperCase() ? word().toUpperCase() : word()];
    }),
  );

/** What AuthZEN's questions are made of. */
const asked = (t: Things): Record<string, readonly object[]> => ({
  subject: [
    { type: 'user', id: t.self },
    { type: 'user', id: t.person },
    { type: 'user', id: t.email },
    { type: 'machineIdentity', id: t.identity },
  ],
  action: [{ name: 'read' }],
  resource: [
    { type: 'project', id: t.project },
    { type: 'tags', id: t.project },
  ],
});

const isAbout = (path: string, what: string) => path.includes(what);

/** What a request's fields are filled with, by their names. */
export const valuesFrom =
  (t: Things, org: string): Values =>
  (name, path) => {
    if (path.startsWith('/access/v1')) return asked(t)[name];
    const slug = isAbout(path, '/roles')
      ? isAbout(path, 'organization')
        ? t.orgRoleSlug
        : t.roleSlug
      : isAbout(path, '/tags')
        ? t.tagSlug
        : isAbout(path, '/environments')
          ? t.environmentSlug
          : t.projectSlug;
    const membership = isAbout(path, 'organization')
      ? t.membership
      : isAbout(path, 'identit')
        ? t.identityPlace
        : t.place;
    const known: Record<string, readonly (string | undefined)[]> = {
      projectId: [t.project],
      workspaceId: [t.project],
      projectSlug: [t.projectSlug],
      workspaceSlug: [t.projectSlug],
      environment: [t.environmentSlug],
      envId: [t.environment],
      secretPath: ['/', `/${t.folderName}`],
      path: ['/', `/${t.folderName}`],
      directory: ['/'],
      secretName: [t.key],
      secretKey: [t.key],
      secretId: [t.secret],
      folderId: [t.folder],
      folderIdOrName: [t.folder, t.folderName],
      importId: [t.import],
      tagId: [t.tag],
      tagIds: [t.tag],
      roleId: [isAbout(path, 'organization') ? t.orgRole : t.role],
      privilegeId: [t.privilege],
      slug: [slug],
      id: [t.group],
      groupId: [t.group],
      groupIdOrName: [t.group, t.groupName],
      groupSlug: [t.groupSlug],
      childId: [t.other],
      fromGroupId: [t.other],
      username: [t.email],
      usernames: [t.email],
      email: [t.email],
      userId: [t.person],
      principalId: [t.person],
      otherId: [t.person],
      holderId: [t.person, t.group],
      memberId: [t.person, t.other],
      identityId: [t.identity],
      clientSecretId: [t.clientSecret],
      tokenId: [t.token],
      membershipId: [membership],
      membershipIds: [membership],
      projectIds: [t.project],
      templateId: [t.template],
      template: [t.templateName],
      orgId: [org],
      role: ['no-access'],
      roles: ['no-access'],
      subject: ['tags'],
      action: ['read'],
      temporaryRange: ['1h'],
      permissions: isAbout(path, 'service-token') ? ['read'] : [],
      serviceTokenId: [t.serviceToken],
    };
    return known[name];
  };
