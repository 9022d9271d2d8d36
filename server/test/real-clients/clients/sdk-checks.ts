import assert from 'node:assert/strict';
import type { Check } from '../support/client.ts';
import { type Sdk, sdkBy } from '../support/sdk.ts';
import type { Stage } from '../support/stage.ts';

/** What is told with each call: the address, who signs in, and where. */
export const always = ({ url, robot, project }: Stage) => ({
  siteUrl: url,
  clientId: robot.clientId,
  clientSecret: robot.clientSecret,
  projectId: project.id,
  projectSlug: project.slug,
  environment: 'dev',
  path: '/',
});

type Scene = { stage: Stage; sdk: Sdk };
type Kind = (scene: Scene) => Check[];

/** The checks of these kinds, and at last that nobody gets in who may not. */
export const sdkChecks =
  (...kinds: Kind[]) =>
  (command: readonly string[], stage: Stage): Check[] => {
    const scene = { stage, sdk: sdkBy(command, always(stage)) };
    return [...kinds, refusals].flatMap((kind) => kind(scene));
  };

const check = (says: string, run: () => Promise<unknown>): Check => ({ says, run });

export const reading: Kind = ({ stage, sdk }) => [
  check('reads a secret', async () => {
    await stage.put('PLAIN', 'shown');
    assert.equal(await sdk.ask('get', { name: 'PLAIN' }), 'shown');
  }),
  check('lists a folder', async () => {
    await stage.makeFolder('api');
    await stage.put('PORT', '8080', '/api');
    assert.deepEqual(await sdk.ask('list', { path: '/api' }), { PORT: '8080' });
  }),
];

export const following: Kind = ({ stage, sdk }) => [
  check('reads a secret with the reference in it followed', async () => {
    await stage.put('HOST', 'db');
    await stage.put('URL', 'pg://${HOST}');
    assert.equal(await sdk.ask('get', { name: 'URL' }), 'pg://db');
  }),
];

export const imported: Kind = ({ stage, sdk }) => [
  check('lists what a folder imports', async () => {
    for (const name of ['base', 'app']) await stage.makeFolder(name);
    await stage.put('ONE', 'imported', '/base');
    await stage.put('TWO', 'imported', '/base');
    await stage.put('TWO', 'own', '/app');
    await stage.importInto('/app', '/base');
    assert.deepEqual(await sdk.ask('list', { path: '/app' }), { ONE: 'imported', TWO: 'own' });
  }),
];

export const writing: Kind = ({ stage, sdk }) => [
  check('makes a secret', async () => {
    await sdk.ask('create', { name: 'MADE', value: 'by the client' });
    assert.equal(await stage.value('MADE'), 'by the client');
  }),
  check('is told that a secret is there already', async () => {
    assert.match(await sdk.refusal('create', { name: 'MADE', value: 'again' }), /already|409/);
    assert.equal(await stage.value('MADE'), 'by the client');
  }),
  check('changes a secret', async () => {
    await sdk.ask('update', { name: 'MADE', value: 'changed' });
    assert.equal(await stage.value('MADE'), 'changed');
  }),
  check('deletes a secret', async () => {
    await sdk.ask('delete', { name: 'MADE' });
    assert.equal(await stage.value('MADE'), 404);
    await sdk.refusal('get', { name: 'MADE' });
  }),
];

export const folders: Kind = ({ stage, sdk }) => [
  check('makes folders and lists them', async () => {
    await stage.makeFolder('outer');
    await sdk.ask('createFolder', { name: 'inner', path: '/outer' });
    assert.deepEqual(await sdk.ask('listFolders', { path: '/outer' }), ['inner']);
    assert.deepEqual(await namesIn(stage, '/outer'), ['inner']);
  }),
];

export const folderChanges: Kind = ({ stage, sdk }) => [
  check('renames a folder', async () => {
    const { folder } = await stage.makeFolder('before');
    await sdk.ask('renameFolder', { folderId: folder.id, newName: 'after' });
    const names = await namesIn(stage);
    assert.deepEqual([names.includes('before'), names.includes('after')], [false, true]);
  }),
  check('deletes a folder by its name', async () => {
    await stage.makeFolder('short-lived');
    await sdk.ask('deleteFolder', { name: 'short-lived' });
    assert.equal((await namesIn(stage)).includes('short-lived'), false);
  }),
];

export const bySlug: Kind = ({ stage, sdk }) => [
  check('finds the project by its slug', async () => {
    await stage.makeFolder('slug');
    await stage.put('BY_SLUG', 'found', '/slug');
    assert.deepEqual(await sdk.ask('listBySlug', { path: '/slug' }), { BY_SLUG: 'found' });
  }),
];

const refusals: Kind = ({ stage, sdk }) => [
  check('is told that the client secret is wrong', async () => {
    const said = await sdk.refusal('list', { clientSecret: 'wrong' });
    // The Rust SDK tells the status alone.
    assert.match(said, /client id or the client secret is wrong|401/);
  }),
  check('is refused at once when it is taken out of its group', async () => {
    await stage.put('GUARDED', 'shown');
    assert.equal(await sdk.ask('get', { name: 'GUARDED' }), 'shown');
    await stage.takeOut();
    try {
      assert.match(await sdk.refusal('get', { name: 'GUARDED' }), /permission|403/);
    } finally {
      await stage.takeBackIn();
    }
    assert.equal(await sdk.ask('get', { name: 'GUARDED' }), 'shown');
  }),
];

const namesIn = async (stage: Stage, path?: string) =>
  (await stage.folders(path)).map(({ name }) => name);
