import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check, RealClient } from '../support/client.ts';
import { builtFromSource, programOf, sourceVersion } from '../support/obtain.ts';
import { printed, run } from '../support/program.ts';
import type { Stage } from '../support/stage.ts';
import versions from '../versions.json' with { type: 'json' };
import { type Stack, stacks, type Values } from './terraform-stacks.ts';

const { source, version } = versions['Terraform provider'];

/** The provider for Terraform, by Terraform or by OpenTofu: each configuration from its first apply to its end. */
export const terraform: RealClient = {
  name: 'Terraform provider',
  version: sourceVersion(source, version),
  obtain: async () => {
    const program = await programOf('terraform', 'tofu');
    const name = 'terraform-provider-infisical';
    return [program, await builtFromSource('terraform', name, source, version)];
  },
  checks: ([program = '', folder = ''], stage) => {
    const setting = settingOf(folder, stage);
    return stacks.flatMap((stack) => lifeOf(stack, program, folder, setting));
  },
};

type Setting = ReturnType<typeof settingOf>;

/** What each call is told: the provider as it was built, the address, and an admin identity to sign in. */
async function settingOf(folder: string, { url, company }: Stage) {
  const config = join(folder, 'terraform.rc');
  const overrides = `dev_overrides { "infisical/infisical" = "${folder}" }`;
  writeFileSync(config, `provider_installation {\n  ${overrides}\n  direct {}\n}\n`);
  const admin = await company.identity('Terraform', 'admin');
  const ada = await company.person('Ada');
  const env = {
    TF_CLI_CONFIG_FILE: config,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_VAR_host: url,
    TF_VAR_client_id: admin.clientId,
    TF_VAR_client_secret: admin.clientSecret,
    TF_VAR_org_id: company.orgId,
    TF_VAR_username: ada.email,
  };
  return { admin, ada, env };
}

function lifeOf(stack: Stack, program: string, folder: string, setting: Setting): Check[] {
  const { apply, importAll, destroy } = playOf(stack, program, folder, setting);
  const check = (what: string, run: () => Promise<unknown>): Check => ({
    says: `${stack.name}: ${what}`,
    run,
  });
  return [
    check('is applied, and then has nothing to plan', () => apply(false)),
    check('is changed, and then has nothing to plan', () => apply(true)),
    ...(stack.imports ? [check('is imported', () => importAll(stack.imports))] : []),
    check('is destroyed', destroy),
  ];
}

/** What is done with one configuration, in a folder of its own. */
function playOf(stack: Stack, program: string, folder: string, setting: Setting) {
  const cwd = mkdtempSync(join(tmpdir(), 'coterie-terraform-'));
  for (const name of ['provider.tf', `${stack.name}.tf`])
    cpSync(join(folder, name), join(cwd, name));
  let values: Values = {};
  const at = async (changed: boolean) => {
    const { env } = await setting;
    return { cwd, seconds: 240, env: { ...env, TF_VAR_changed: String(changed) } };
  };
  const tell = async (changed: boolean, ...words: string[]) =>
    printed([program, ...words], await at(changed));
  const look = async () => stack.look((await setting).admin, values);
  return {
    async apply(changed: boolean) {
      await tell(changed, 'apply', '-auto-approve', ...quiet);
      values = valuesIn(await tell(changed, 'show', '-json'));
      assert.deepEqual(await look(), changed ? stack.after : stack.before);
      const plan = [program, 'plan', '-detailed-exitcode', ...quiet];
      const { code, out, err } = await run(plan, await at(changed));
      assert.equal(code, 0, `the plan is not empty:\n${out}${err}`);
    },
    async importAll(imports: Stack['imports']) {
      const into = '-state=imported.tfstate';
      const ids = imports?.(values, (await setting).ada.id) ?? {};
      for (const [address, id] of Object.entries(ids))
        await tell(true, 'import', ...quiet, into, address, id);
      const listed = await tell(true, 'state', 'list', into);
      assert.deepEqual(listed.trim().split('\n').sort(), Object.keys(ids).sort());
    },
    async destroy() {
      await tell(true, 'destroy', '-auto-approve', ...quiet);
      await assert.rejects(look(), { status: 404 });
      rmSync(cwd, { recursive: true });
    },
  };
}
const quiet = ['-input=false', '-no-color'];

/** The attributes in the text of `show -json`, by the address of the resource. */
function valuesIn(shown: string): Values {
  const { values } = JSON.parse(shown) as {
    values: { root_module: { resources: { address: string; values: Record<string, string> }[] } };
  };
  return Object.fromEntries(
    values.root_module.resources.map((resource) => [resource.address, resource.values]),
  );
}
