import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RealClient } from '../support/client.ts';
import { ansiblePlaybook } from '../support/obtain.ts';
import { printed } from '../support/program.ts';
import versions from '../versions.json' with { type: 'json' };

const { collection, version, core } = versions['Ansible collection'];
const sdk = versions['Python SDK'];

export const ansible: RealClient = {
  name: 'Ansible collection',
  version,
  obtain: () =>
    ansiblePlaybook('ansible', `${collection}:==${version}`, version, [
      `ansible-core==${core}`,
      `${sdk.package}==${sdk.version}`,
    ]),
  checks: (command, { url, robot, project, put }) => [
    {
      says: 'reads the secrets of a folder',
      run: async () => {
        await put('READ', 'by a playbook');
        const folder = mkdtempSync(join(tmpdir(), 'coterie-ansible-'));
        const into = join(folder, 'read.json');
        const env = {
          ANSIBLE_COLLECTIONS_PATH: join(dirname(command.at(-1) ?? ''), 'collections'),
          SITE: url,
          CLIENT_ID: robot.clientId,
          CLIENT_SECRET: robot.clientSecret,
          PROJECT: project.id,
          READ_INTO: into,
        };
        await printed(command, { env, seconds: 120 });
        const read = JSON.parse(readFileSync(into, 'utf8')) as { key: string; value: string }[];
        rmSync(folder, { recursive: true });
        assert.deepEqual(
          read.map(({ key, value }) => [key, value]),
          [['READ', 'by a playbook']],
        );
      },
    },
  ],
};
