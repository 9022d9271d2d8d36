import assert from 'node:assert/strict';
import type { RealClient } from '../support/client.ts';
import { goProgram } from '../support/obtain.ts';
import { sdkBy } from '../support/sdk.ts';
import versions from '../versions.json' with { type: 'json' };
import {
  always,
  bySlug,
  folderChanges,
  folders,
  following,
  imported,
  reading,
  sdkChecks,
  writing,
} from './sdk-checks.ts';

const { module, version } = versions['Go SDK'];

export const goSdk: RealClient = {
  name: 'Go SDK',
  version,
  obtain: () => goProgram('go-sdk', module, version),
  checks: sdkChecks(
    reading,
    following,
    imported,
    writing,
    folders,
    folderChanges,
    bySlug,
    ({ stage, sdk }) => [
      {
        says: 'makes several secrets at once, all or none',
        run: async () => {
          await sdk.ask('batch', { secrets: { B_ONE: '1', B_TWO: '2' } });
          assert.equal(await stage.value('B_TWO'), '2');
          await sdk.refusal('batch', { secrets: { B_THREE: '3', B_ONE: 'again' } });
          assert.equal(await stage.value('B_THREE'), 404);
        },
      },
      { says: 'signs out', run: () => sdk.ask('signOut') },
    ],
  ),
};

const external = versions['External Secrets'];

/** The provider of External Secrets for Kubernetes, with a cluster in memory. */
export const externalSecrets: RealClient = {
  name: 'External Secrets',
  version: external.version,
  obtain: () => goProgram('external-secrets', external.module, external.version),
  checks: (command, stage) => [
    ...sdkChecks(reading, following)(command, stage),
    ...storeChecks(command, stage),
  ],
};

const storeChecks: RealClient['checks'] = (command, stage) => {
  const store = sdkBy(command, always(stage));
  return [
    {
      says: 'reads a property, and all of them, of a secret in JSON',
      run: async () => {
        await stage.put('LOGIN', '{"user":"ada","port":5432}');
        assert.equal(await store.ask('get', { name: 'LOGIN', property: 'user' }), 'ada');
        assert.deepEqual(await store.ask('getMap', { name: 'LOGIN' }), {
          user: 'ada',
          port: '5432',
        });
      },
    },
    {
      says: 'finds its store ready, and signs out',
      run: async () => {
        assert.equal(await store.ask('validate'), 'Ready');
        await store.ask('close');
      },
    },
  ];
};
