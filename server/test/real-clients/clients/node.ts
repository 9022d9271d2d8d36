import assert from 'node:assert/strict';
import { projects } from '@coterie/contract';
import type { RealClient } from '../support/client.ts';
import { nodeProgram } from '../support/obtain.ts';
import { printed } from '../support/program.ts';
import versions from '../versions.json' with { type: 'json' };
import { always, folders, following, imported, reading, sdkChecks, writing } from './sdk-checks.ts';

const current = versions['Node SDK'];
const older = versions['Node SDK, older'];

export const nodeSdk: RealClient = {
  name: 'Node SDK',
  version: current.version,
  obtain: () => nodeProgram('node-sdk', current.package, current.version),
  checks: sdkChecks(reading, following, imported, writing, folders, ({ stage, sdk }) => [
    {
      says: 'makes an environment',
      run: async () => {
        await sdk.ask('createEnvironment', { name: 'qa' });
        const params = { projectId: stage.project.id };
        const { project } = await stage.company.admin.call(projects.getProject, { params });
        assert.ok(project.environments.some(({ slug }) => slug === 'qa'));
      },
    },
    { says: 'renews its token', run: async () => assert.equal(await sdk.ask('renew'), true) },
  ]),
};

/** It knows service tokens alone, which are not here (docs/guide/existing-clients.md). */
export const olderNodeSdk: RealClient = {
  name: 'Node SDK, older',
  version: older.version,
  obtain: () => nodeProgram('node-older', older.package, older.version),
  checks: (command, stage) => [
    {
      says: 'has nothing to sign in with here, and gives no value without an error, as the guide warns',
      run: async () => {
        await stage.put('SERVED', 'shown');
        const input = JSON.stringify({
          ...always(stage),
          token: 'st.id.secret.key',
          name: 'SERVED',
        });
        assert.deepEqual(JSON.parse(await printed(command, { input })), { result: null });
      },
    },
  ],
};
