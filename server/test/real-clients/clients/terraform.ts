import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groups, identities, memberships, projects, templates } from '@coterie/contract';
import { reads } from '../../support/house.ts';
import type { Check, RealClient } from '../support/client.ts';
import { builtFromSource, programOf, sourceVersion } from '../support/obtain.ts';
import { printed, run } from '../support/program.ts';
import type { Stage } from '../support/stage.ts';
import versions from '../versions.json' with { type: 'json' };

const { source, version } = versions['Terraform provider'];

/** The provider for Terraform, by Terraform or by OpenTofu: each configuration from its first apply to its end. */
export const terraform: RealClient = {
  name: 'Terraform provider',
  version: sourceVersion(source, version),
  obtain: async () => {
    const program = await programOf('terraform', 'tofu');
    return [
      program,
      await builtFromSource('terraform', 'terraform-provider-infisical', source, version),
    ];
  },
  checks: ([program = '', folder = ''], { url, company }) => {
    const env = settings(folder, url, company);
    return stacks.flatMap((stack) => lifeOf(stack, program, folder, env, company));
  },
};

type Company = Stage['company'];
type Values = Record<string, Record<string, string>>;
/** `values` has the attributes of each resource by its address. */
type Stack = {
  name: string;
  /** What the API of this product says of it, which must be `before`, `after` and at last `gone`. */
  look: (company: Company, values: Values) => Promise<unknown>;
  before: unknown;
  after: unknown;
  gone: unknown;
  imports: (values: Values) => Record<string, string | undefined>;
};

const stacks: Stack[] = [
  {
    name: 'access',
    look: async ({ admin }, values) => {
      const id = values['infisical_group.team']?.id ?? '';
      const projectId = values['infisical_project.shop']?.id ?? '';
      const group = await admin.call(groups.getGroup, { params: { id } });
      const at = { params: { projectId, groupId: id } };
      const { groupMembership } = await admin.call(memberships.getProjectGroup, at);
      const { machineIdentities } = await admin.call(groups.listGroupIdentities, {
        params: { id },
      });
      return [
        group.name,
        groupMembership.roles.map(({ role, customRoleSlug }) => customRoleSlug ?? role),
        machineIdentities.filter(({ isPartOfGroup }) => isPartOfGroup).map(({ name }) => name),
      ];
    },
    before: ['Platform', ['deployer'], ['tf-robot']],
    after: ['Platform, renamed', ['viewer'], ['tf-robot']],
    gone: 404,
    imports: (values) => {
      const project = values['infisical_project.shop']?.id;
      const identity = values['infisical_identity.robot']?.id;
      const group = values['infisical_group.team']?.id;
      return {
        'infisical_group.team': group,
        'infisical_identity.robot': identity,
        'infisical_identity_universal_auth.robot': identity,
        'infisical_identity_token_auth.robot': identity,
        'infisical_group_machine_identity.robot': `${group},${identity}`,
        'infisical_project.shop': project,
        'infisical_project_role.deployer': values['infisical_project_role.deployer']?.id,
      };
    },
  },
  {
    name: 'content',
    look: async ({ admin }, values) => {
      const projectId = values['infisical_project.shop']?.id ?? '';
      const { project } = await admin.call(projects.getProject, { params: { projectId } });
      const qa = project.environments.find(({ slug }) => slug === 'qa');
      return [qa?.name, await reads(admin, projectId, 'HOST')];
    },
    before: ['Quality', 'db'],
    after: ['Quality, renamed', 'db-2'],
    gone: 404,
    imports: (values) => ({
      'infisical_project_environment.qa': values['infisical_project_environment.qa']?.id,
      'infisical_secret_tag.red': ['infisical_project.shop', 'infisical_secret_tag.red']
        .map((address) => values[address]?.id)
        .join(','),
      'infisical_secret.host': values['infisical_secret.host']?.id,
    }),
  },
  {
    name: 'privilege',
    look: async ({ admin }, values) => {
      const identityId = values['infisical_identity.robot']?.id ?? '';
      const found = await admin.call(identities.getIdentity, { params: { identityId } });
      return found.identity.identity.name;
    },
    before: 'tf-privileged',
    after: 'tf-privileged',
    gone: 404,
    imports: () => ({}),
  },
  {
    name: 'template',
    look: async ({ admin }, values) => {
      const templateId = values['infisical_project_template.shop']?.id ?? '';
      const found = await admin.call(templates.getTemplate, { params: { templateId } });
      return found.projectTemplate.description;
    },
    before: 'of a shop',
    after: 'of every shop',
    gone: 404,
    imports: () => ({}),
  },
];

/** The settings of each call: the provider as it was built, the address, and an admin identity to sign in. */
async function settings(folder: string, url: string, company: Company) {
  const config = join(folder, 'terraform.rc');
  writeFileSync(
    config,
    `provider_installation {\n  dev_overrides { "infisical/infisical" = "${folder}" }\n  direct {}\n}\n`,
  );
  const { clientId, clientSecret } = await company.identity('Terraform', 'admin');
  const ada = await company.person('Ada');
  return {
    TF_CLI_CONFIG_FILE: config,
    CHECKPOINT_DISABLE: '1',
    TF_VAR_host: url,
    TF_VAR_client_id: clientId,
    TF_VAR_client_secret: clientSecret,
    TF_VAR_org_id: company.orgId,
    TF_VAR_username: ada.email,
  };
}

function lifeOf(
  stack: Stack,
  program: string,
  folder: string,
  shared: Promise<Record<string, string>>,
  company: Company,
): Check[] {
  const cwd = mkdtempSync(join(tmpdir(), 'coterie-terraform-'));
  for (const name of ['provider', stack.name])
    cpSync(join(folder, `${name}.tf`), join(cwd, `${name}.tf`));
  let values: Values = {};
  const tell = async (changed: boolean, ...words: string[]) => {
    const env = { ...(await shared), TF_VAR_changed: String(changed) };
    return printed([program, ...words], { cwd, env, seconds: 240 });
  };
  const seen = () =>
    stack.look(company, values).catch((error: { status?: number }) => error.status ?? error);
  const apply = async (changed: boolean) => {
    await tell(changed, 'apply', '-auto-approve', '-input=false', '-no-color');
    values = valuesIn(await tell(changed, 'show', '-json'));
    assert.deepEqual(await seen(), changed ? stack.after : stack.before);
    const env = { ...(await shared), TF_VAR_changed: String(changed) };
    const words = ['plan', '-detailed-exitcode', '-input=false', '-no-color'];
    const { code, out, err } = await run([program, ...words], { cwd, env, seconds: 240 });
    assert.equal(code, 0, `the plan is not empty:\n${out}${err}`);
  };
  return [
    { says: `${stack.name}: is applied, and then has nothing to plan`, run: () => apply(false) },
    { says: `${stack.name}: is changed, and then has nothing to plan`, run: () => apply(true) },
    {
      says: `${stack.name}: is imported`,
      run: async () => {
        for (const [address, id = ''] of Object.entries(stack.imports(values)))
          await tell(true, 'import', '-input=false', '-state=imported.tfstate', address, id);
      },
    },
    {
      says: `${stack.name}: is destroyed`,
      run: async () => {
        await tell(true, 'destroy', '-auto-approve', '-input=false', '-no-color');
        assert.deepEqual(await seen(), stack.gone);
        rmSync(cwd, { recursive: true });
      },
    },
  ];
}

/** The attributes in the text of `show -json`, by the address of the resource. */
function valuesIn(shown: string): Values {
  const { values } = JSON.parse(shown) as {
    values: { root_module: { resources: { address: string; values: Record<string, string> }[] } };
  };
  return Object.fromEntries(
    values.root_module.resources.map((resource) => [resource.address, resource.values]),
  );
}
