import assert from 'node:assert/strict';
import type { RealClient } from '../support/client.ts';
import { pythonProgram } from '../support/obtain.ts';
import versions from '../versions.json' with { type: 'json' };
import {
  bySlug,
  folderChanges,
  folders,
  following,
  imported,
  reading,
  sdkChecks,
  writing,
} from './sdk-checks.ts';

const current = versions['Python SDK'];
const older = versions['Python SDK, older'];

export const pythonSdk: RealClient = {
  name: 'Python SDK',
  version: current.version,
  obtain: () => pythonProgram('python-sdk', current.package, current.version),
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
        says: 'writes to a project by its slug',
        run: async () => {
          await sdk.ask('createBySlug', { name: 'SLUG', value: 'made' });
          assert.equal(await stage.value('SLUG'), 'made');
          await sdk.ask('updateBySlug', { name: 'SLUG', value: 'changed' });
          assert.equal(await stage.value('SLUG'), 'changed');
          await sdk.ask('deleteBySlug', { name: 'SLUG' });
          assert.equal(await stage.value('SLUG'), 404);
        },
      },
      {
        says: 'reads a folder by its id',
        run: async () => {
          const { folder } = await stage.makeFolder('by-id');
          assert.deepEqual(await sdk.ask('readFolder', { folderId: folder.id }), ['by-id', 'dev']);
        },
      },
    ],
  ),
};

/** It does not ask for references to be followed when it reads one secret, even when told to. */
export const olderPythonSdk: RealClient = {
  name: 'Python SDK, older',
  version: older.version,
  obtain: () => pythonProgram('python-older', older.package, older.version),
  checks: sdkChecks(reading, imported, writing),
};
