import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import { addSecret, fillSetUp, isAccessible, shot } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let admin: Page;

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  admin = await context.newPage();
  await fillSetUp(admin, server);
  await admin.getByRole('button', { name: 'Create administrator' }).click();
  await admin.getByRole('button', { name: 'Create project' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create project' });
  await dialog.getByLabel('Name').fill('Enigma');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await addSecret(admin, 'HOST', 'bombe.example.org');
});
test.afterAll(async () => {
  await server?.stop();
});

const written = `https://\${HOST}/keys`;
const row = (name: RegExp) => admin.getByRole('row', { name });
async function choose(of: string, item: string): Promise<void> {
  await admin.getByRole('button', { name: `Actions for ${of}` }).click();
  await admin.getByRole('menuitem', { name: item, exact: true }).click();
}
async function addImport(environment: string, path: string): Promise<void> {
  await admin.getByRole('button', { name: 'Add import' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Add import' });
  await dialog.getByLabel('From environment').selectOption({ label: environment });
  await dialog.getByLabel('From folder').fill(path);
  await isAccessible(admin);
  await dialog.getByRole('button', { name: 'Add import' }).click();
  await expect(dialog).toBeHidden();
}

test('a tag is made on the spot, set, and shown beside the key', async () => {
  await choose('HOST', 'Edit');
  const edit = admin.getByRole('dialog', { name: 'Edit HOST' });
  await expect(edit.getByText('No tags yet.')).toBeVisible();
  await edit.getByLabel('New tag').fill('Cold storage');
  await edit.getByLabel('New tag').press('Enter');
  await expect(edit.getByRole('checkbox', { name: 'Cold storage' })).toBeChecked();
  await isAccessible(admin);
  await shot(admin, '68-secret-tags');
  await edit.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row(/HOST/)).toContainText('Cold storage');
  await expect(row(/HOST/)).toContainText('v1');
  await choose('HOST', 'Edit');
  await edit.getByRole('checkbox', { name: 'Cold storage' }).uncheck();
  await edit.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row(/HOST/)).not.toContainText('Cold storage');
});

test('a value that refers to another is shown as written, and filled in on asking', async () => {
  await addSecret(admin, 'URL', written);
  await expect(admin.getByRole('button', { name: /references/ })).toHaveCount(0);
  await admin.getByRole('button', { name: 'Show value of URL' }).click();
  await expect(row(/URL/)).toContainText(written);
  await admin.getByRole('button', { name: 'Show URL with references filled in' }).click();
  await expect(row(/URL/)).toContainText('https://bombe.example.org/keys');
  await isAccessible(admin);
  await shot(admin, '69-references');
  await admin.getByRole('button', { name: 'Show URL as it is written' }).click();
  await expect(row(/URL/)).toContainText(written);
  await admin.getByRole('button', { name: 'Hide value of URL' }).click();
  await admin.getByRole('button', { name: 'Show value of HOST' }).click();
  await expect(row(/HOST/)).toContainText('bombe.example.org');
  await expect(admin.getByRole('button', { name: /references/ })).toHaveCount(0);
});

test('a person keeps a value of their own, and gives it up again', async () => {
  await choose('HOST', 'Your own value…');
  const own = admin.getByRole('dialog', { name: 'Your own value of HOST' });
  await expect(own.getByRole('button', { name: 'Remove own value' })).toHaveCount(0);
  await own.getByLabel('Own value').fill('localhost');
  await isAccessible(admin);
  await shot(admin, '70-own-value');
  await own.getByRole('button', { name: 'Save own value' }).click();
  await expect(row(/HOST/)).toContainText('you have your own value');
  await choose('HOST', 'Your own value…');
  await expect(own.getByLabel('Own value')).toHaveValue('localhost');
  await own.getByRole('button', { name: 'Remove own value' }).click();
  await expect(own).toBeHidden();
  await expect(row(/HOST/)).not.toContainText('you have your own value');
  await expect(row(/HOST/)).toContainText('bombe.example.org');
});

test('a folder imports others in an order that can be changed', async () => {
  await admin.getByRole('tab', { name: 'Staging' }).click();
  await addSecret(admin, 'LAMP', 'on');
  await admin.getByRole('tab', { name: 'Production' }).click();
  await addImport('Development', '/');
  await addImport('Staging', '/');
  const list = admin.getByRole('list', { name: 'Imports' });
  await expect(list.getByRole('listitem')).toHaveText([
    /Imported from dev \/.*HOST, URL/,
    /Imported from staging \/.*LAMP/,
  ]);
  await isAccessible(admin);
  await shot(admin, '71-imports');
  await list.getByRole('button', { name: 'Move staging / up' }).press('Enter');
  await expect(list.getByRole('listitem').first()).toContainText('staging /');
  await list.getByRole('button', { name: 'Remove the import of staging /' }).click();
  const end = admin.getByRole('dialog', { name: 'Remove the import of staging /?' });
  await end.getByRole('button', { name: 'Remove import' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(list).toContainText('dev /');
});
