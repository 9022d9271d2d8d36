import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import {
  accept,
  addSecret,
  addToProject,
  confirmAdd,
  enterProject,
  fillSetUp,
  invite,
  isAccessible,
  openProjectAccess,
  place,
  shot,
} from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let admin: Page;
let ada: Page;
const project = 'Enigma';

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  admin = await (await browser.newContext()).newPage();
  await fillSetUp(admin, server);
  await admin.getByRole('button', { name: 'Create administrator' }).click();
  await admin.getByRole('button', { name: 'Create project' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create project' });
  await dialog.getByLabel('Name').fill(project);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  const link = await invite(admin, 'Ada', 'Lovelace');
  await admin.getByRole('button', { name: 'Done' }).click();
  ada = await accept(browser, server, link);
  await createRole();
  await confirmAdd(await addToProject(admin, project, 'user', 'Ada', 'Development only'), 'user');
  await enterProject(admin, project);
});
test.afterAll(async () => {
  await server?.stop();
});

/** A role that may do all with secrets of one environment, and nothing with those of others. */
async function createRole(): Promise<void> {
  await openProjectAccess(admin, project, 'Project roles');
  await admin.getByRole('button', { name: 'Create role' }).click();
  await admin.getByLabel('Name').fill('Development only');
  await admin.getByRole('button', { name: 'Add allow rule' }).click();
  await admin.getByLabel('Rule 1: environment condition').selectOption({ label: 'is one of' });
  await admin.getByRole('textbox', { name: 'Rule 1: environment' }).fill('dev');
  const boxes = admin.getByRole('group', { name: /Rule 1/ }).getByRole('checkbox');
  for (const box of await boxes.all()) await box.check();
  await admin.getByRole('button', { name: 'Create role' }).click();
  await expect(admin.getByRole('link', { name: 'Development only' })).toBeVisible();
}

const environment = (page: Page, name: string) => page.getByRole('tab', { name }).click();
async function choose(page: Page, of: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${of}` }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}
/** Types another name of a secret; answers with the dialog once it says what that does. */
async function rename(page: Page, from: string, to: string): Promise<Locator> {
  await choose(page, from, 'Edit');
  const dialog = page.getByRole('dialog', { name: `Edit ${from}` });
  await dialog.getByLabel('Key').fill(to);
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toBeVisible();
  return dialog;
}

test('a new name says how many values follow it, and they do', async () => {
  await addSecret(admin, 'HOST', 'bombe.example.org');
  await addSecret(admin, 'URL', `https://\${HOST}/`);
  await addSecret(admin, 'PING', `ping \${HOST}`);
  const dialog = await rename(admin, 'HOST', 'SERVER');
  await expect(dialog).toContainText('2 values refer to it and follow along');
  await expect(dialog.getByRole('checkbox', { name: /Do it anyway/ })).toHaveCount(0);
  await isAccessible(admin);
  await shot(admin, 'names-follow');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
  // A value that is shown is hidden again where its next version comes in.
  await expect(admin.getByRole('row', { name: /URL/ })).toContainText('v2');
  await admin.getByRole('button', { name: 'Show value of URL' }).click();
  await expect(admin.getByRole('row', { name: /URL/ })).toContainText(`https://\${SERVER}/`);
});

test('what cannot follow asks to be forced, also where it came up since the question', async () => {
  await environment(admin, 'Production');
  await enterProject(ada, project);
  const dialog = await rename(ada, 'SERVER', 'MACHINE');
  await expect(dialog).toContainText('2 values refer to it and follow along');
  await addSecret(admin, 'FAR', `\${dev.SERVER}`);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toContainText('1 reference to it will no longer resolve');
  await expect(dialog).toContainText('1 that you may not see');
  const save = dialog.getByRole('button', { name: 'Save', exact: true });
  await expect(save).toBeDisabled();
  const anyway = dialog.getByRole('checkbox', {
    name: 'Do it anyway, 1 reference will no longer resolve',
  });
  await isAccessible(ada);
  await shot(ada, 'names-cut-off');
  await anyway.check();
  await save.click();
  await expect(dialog).toBeHidden();
  await expect(ada.getByRole('row', { name: /MACHINE/ })).toBeVisible();
});

test('a value whose reference leads nowhere says which', async () => {
  await admin.getByRole('button', { name: 'Show value of FAR' }).click();
  await admin.getByRole('button', { name: 'Show FAR with references filled in' }).click();
  await expect(admin.getByRole('row', { name: /FAR/ })).toContainText(
    `Not filled in: \${dev.SERVER}. There is nothing by that name, or you may not read it.`,
  );
  await isAccessible(admin);
  await shot(admin, 'names-unresolved');
});

test('deleting says first what refers to it', async () => {
  await environment(admin, 'Development');
  await choose(admin, 'MACHINE', 'Delete');
  const dialog = admin.getByRole('dialog', { name: 'Delete MACHINE?' });
  await expect(dialog).toContainText(
    /2 references to it will no longer resolve: (PING|URL) in dev:\/, (PING|URL) in dev:\//,
  );
  await isAccessible(admin);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('an import whose folder is gone is broken, and can be removed', async () => {
  await admin.getByRole('button', { name: 'Add folder' }).click();
  const adding = admin.getByRole('dialog', { name: 'Add folder' });
  await adding.getByLabel('Name').fill('huts');
  await adding.getByRole('button', { name: 'Add folder' }).click();
  await environment(admin, 'Staging');
  await admin.getByRole('button', { name: 'Add import' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Add import' });
  await dialog.getByLabel('From environment').selectOption({ label: 'Development' });
  await dialog.getByLabel('From folder').fill('/huts');
  await dialog.getByRole('button', { name: 'Add import' }).click();
  await expect(dialog).toBeHidden();
  await environment(admin, 'Development');
  await choose(admin, 'folder huts', 'Delete');
  const gone = admin.getByRole('dialog', { name: 'Delete the folder huts?' });
  await expect(gone).toContainText('There is nothing in it.');
  await expect(gone).toContainText('the import into staging:/');
  await gone.getByRole('button', { name: 'Delete folder' }).click();
  await environment(admin, 'Staging');
  const list = admin.getByRole('list', { name: 'Imports' });
  await expect(list).toContainText('Broken: that folder is no longer there');
  await isAccessible(admin);
  await shot(admin, 'names-broken-import');
  await list.getByRole('button', { name: 'Remove the import of dev /huts' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Remove import' }).click();
  await expect(list).toHaveCount(0);
});

test('another slug of the project says what follows it; names can be had in capitals', async () => {
  await place(admin, 'Project settings').click();
  await admin.getByLabel('Slug').fill('ultra');
  const told = admin.getByRole('region', { name: 'What this changes' });
  await expect(told).toContainText('Nobody gains or loses anything');
  await admin.getByRole('checkbox', { name: 'Write names of secrets in capitals' }).check();
  await isAccessible(admin);
  await shot(admin, 'names-project');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(told).toBeHidden();
  await place(admin, 'Secrets').click();
  await admin.getByRole('button', { name: 'Add secret' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Add secret' });
  await dialog.getByLabel('Key').fill('small');
  await dialog.getByRole('button', { name: 'Add secret' }).click();
  await expect(dialog.getByLabel('Key')).toHaveAccessibleDescription(/capitals/);
});
