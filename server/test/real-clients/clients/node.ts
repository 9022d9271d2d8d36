import assert from 'node:assert/strict';
import { projects, serviceTokens } from '@coterie/contract';
import type { RealClient } from '../support/client.ts';
import { nodeProgram } from '../support/obtain.ts';
import { printed } from '../support/program.ts';
import versions from '../versions.json' with { type: 'json' };
import { folders, following, imported, reading, sdkChecks, writing } from './sdk-checks.ts';

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

type Call = {
  call: 'read' | 'readPersonal' | 'list' | 'make' | 'change' | 'remove';
  name?: string;
  value?: string;
  environment?: string;
};

/** It knows service tokens alone, and sends and takes texts that are sealed under the key in them. */
export const olderNodeSdk: RealClient = {
  name: 'Node SDK, older',
  version: older.version,
  obtain: () => nodeProgram('node-older', older.package, older.version),
  checks: (command, stage) => {
    const { admin } = stage.company;
    const make = (permissions: ('read' | 'write')[]) =>
      admin.call(serviceTokens.createServiceToken, {
        body: {
          name: 'Older CI',
          workspaceId: stage.project.id,
          scopes: [{ environment: 'dev', secretPath: '/' }],
          permissions,
        },
      });
    const ask = async (token: string, call: Call): Promise<unknown> => {
      const input = JSON.stringify({ siteUrl: stage.url, token, ...call });
      return JSON.parse(await printed(command, { input })).result;
    };
    return [
      {
        says: 'reads a secret and lists a folder',
        run: async () => {
          await stage.put('SERVED', 'shown');
          const { serviceToken: token } = await make(['read']);
          assert.equal(await ask(token, { call: 'read', name: 'SERVED' }), 'shown');
          assert.equal(await ask(token, { call: 'readPersonal', name: 'SERVED' }), 'shown');
          assert.deepEqual(await ask(token, { call: 'list' }), [['SERVED', 'shown']]);
        },
      },
      {
        says: 'makes, changes and deletes a secret',
        run: async () => {
          const { serviceToken: token } = await make(['read', 'write']);
          assert.equal(await ask(token, { call: 'make', name: 'MADE', value: 'ä 1' }), 'ä 1');
          assert.equal(await stage.value('MADE'), 'ä 1');
          await ask(token, { call: 'change', name: 'MADE', value: 'two' });
          assert.equal(await stage.value('MADE'), 'two');
          await ask(token, { call: 'remove', name: 'MADE' });
          assert.equal(await stage.value('MADE'), 404);
        },
      },
      {
        says: 'reaches no other environment, and changes nothing where it may only read',
        run: async () => {
          const { serviceToken: token } = await make(['read']);
          await stage.put('KEPT', 'as it was');
          await ask(token, { call: 'change', name: 'KEPT', value: 'x' });
          assert.equal(await stage.value('KEPT'), 'as it was');
          const elsewhere = { call: 'read', name: 'KEPT', environment: 'prod' } as const;
          assert.equal(await ask(token, elsewhere), null);
        },
      },
      {
        says: 'is refused at once when its token is deleted',
        run: async () => {
          const { serviceToken: token, serviceTokenData } = await make(['read']);
          await stage.put('AFTER', 'v');
          assert.equal(await ask(token, { call: 'read', name: 'AFTER' }), 'v');
          const params = { serviceTokenId: serviceTokenData.id };
          await admin.call(serviceTokens.deleteServiceToken, { params });
          assert.equal(await ask(token, { call: 'read', name: 'AFTER' }), null);
        },
      },
    ];
  },
};
