import { groups, memberships, privileges, projects, templates } from '@coterie/contract';
import { type Caller, reads } from '../../support/house.ts';

/** The attributes of each resource by its address, as Terraform keeps them. */
export type Values = Record<string, Record<string, string>>;

/** One configuration of `programs/terraform/`. */
export type Stack = {
  name: string;
  /** What the API of this product says of it: `before` once it is applied, `after` once it is changed. */
  look: (admin: Caller, values: Values) => Promise<unknown>;
  before: unknown;
  after: unknown;
  /** What is imported, by which id. */
  imports?: (values: Values, userId: string) => Record<string, string>;
};

const id = (values: Values, address: string): string => values[address]?.id ?? '';

const access: Stack = {
  name: 'access',
  look: async (admin, values) => {
    const groupId = id(values, 'infisical_group.team');
    const projectId = id(values, 'infisical_project.shop');
    const group = await admin.call(groups.getGroup, { params: { id: groupId } });
    const at = { params: { projectId, groupId } };
    const { groupMembership } = await admin.call(memberships.getProjectGroup, at);
    const members = await admin.call(groups.listGroupIdentities, { params: { id: groupId } });
    return {
      group: group.name,
      roles: groupMembership.roles.map(({ role, customRoleSlug }) => customRoleSlug ?? role),
      members: members.machineIdentities
        .filter(({ isPartOfGroup }) => isPartOfGroup)
        .map(({ name }) => name),
    };
  },
  before: { group: 'Platform', roles: ['deployer'], members: ['tf-robot'] },
  after: { group: 'Platform, renamed', roles: ['viewer'], members: ['tf-robot'] },
  imports: (values, userId) => {
    const project = id(values, 'infisical_project.shop');
    const identity = id(values, 'infisical_identity.robot');
    const group = id(values, 'infisical_group.team');
    return {
      'infisical_group.team': group,
      'infisical_identity.robot': identity,
      'infisical_identity_universal_auth.robot': identity,
      'infisical_identity_token_auth.robot': identity,
      'infisical_group_machine_identity.robot': `${group},${identity}`,
      'infisical_project.shop': project,
      'infisical_project_role.deployer': id(values, 'infisical_project_role.deployer'),
      'infisical_project_user.ada': `${project},${userId}`,
    };
  },
};

const content: Stack = {
  name: 'content',
  look: async (admin, values) => {
    const projectId = id(values, 'infisical_project.shop');
    const { project } = await admin.call(projects.getProject, { params: { projectId } });
    const qa = project.environments.find(({ slug }) => slug === 'qa');
    return { environment: qa?.name, secret: await reads(admin, projectId, 'HOST') };
  },
  before: { environment: 'Quality', secret: 'db' },
  after: { environment: 'Quality, renamed', secret: 'db-2' },
  imports: (values) => {
    const project = id(values, 'infisical_project.shop');
    return {
      'infisical_project_environment.qa': id(values, 'infisical_project_environment.qa'),
      'infisical_secret_tag.red': `${project},${id(values, 'infisical_secret_tag.red')}`,
      'infisical_secret.host': id(values, 'infisical_secret.host'),
    };
  },
};

const held = 'infisical_project_identity_specific_privilege.reads';
const privilege: Stack = {
  name: 'privilege',
  look: async (admin, values) => {
    const params = { projectId: id(values, 'infisical_project.shop') };
    const found = await admin.call(privileges.listPrivileges, { params });
    return found.privileges.map(({ slug, permissions }) => [slug, permissions[0]?.action]);
  },
  before: [['reads', ['describeSecret']]],
  after: [['reads', ['describeSecret', 'readValue']]],
  imports: (values) => ({
    [held]: ['infisical_project.shop', 'infisical_identity.robot', held]
      .map((address) => id(values, address))
      .join(','),
  }),
};

const template: Stack = {
  name: 'template',
  look: async (admin, values) => {
    const params = { templateId: id(values, 'infisical_project_template.shop') };
    const found = await admin.call(templates.getTemplate, { params });
    return found.projectTemplate.description;
  },
  before: 'of a shop',
  after: 'of every shop',
};

export const stacks: readonly Stack[] = [access, content, privilege, template];
