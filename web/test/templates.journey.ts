import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import {
  accept,
  assign,
  createGroup,
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

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  admin = await context.newPage();
  await fillSetUp(admin, server);
  await admin.getByRole('button', { name: 'Create administrator' }).click();
  const link = await invite(admin, 'Ada', 'Lovelace', 'No access');
  await admin.getByRole('button', { name: 'Done' }).click();
  ada = await accept(browser, server, link);
  await createGroup(admin, 'Hut 8');
  await assign(admin, 'Hut 8', 'Ada Lovelace');
});
test.afterAll(async () => {
  await server?.stop();
});

test('without templates a project is created as ever', async () => {
  await place(admin, 'Home').click();
  await admin.getByRole('button', { name: 'Create project' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create project' });
  await expect(dialog.getByLabel('Name')).toBeVisible();
  await expect(dialog.getByLabel('Template')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(place(ada, 'Project templates')).toHaveCount(0);
});

test('a template is made with environments and a group under a role', async () => {
  await place(admin, 'Project templates').click();
  await expect(admin.getByText('No templates yet')).toBeVisible();
  await admin.getByRole('button', { name: 'Create template' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create template' });
  await dialog.getByLabel('Name').fill('Break');
  await dialog.getByLabel('Description').fill('For a new cipher');
  await dialog.getByLabel('Environments').fill('Bench\nProduction: prod');
  await dialog.getByRole('combobox', { name: 'Add a group' }).fill('Hut');
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await dialog.getByRole('combobox', { name: 'Add a group' }).press('Enter');
  await expect(dialog.getByRole('checkbox', { name: 'Hut 8: Viewer' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Hut 8: Member' }).check();
  await dialog.getByRole('checkbox', { name: 'Hut 8: Viewer' }).uncheck();
  await isAccessible(admin);
  await shot(admin, '65-create-template');
  await dialog.getByRole('button', { name: 'Create template' }).click();
  const row = admin.getByRole('row', { name: /Break/ });
  await expect(row).toContainText('Hut 8 (Member)');
  await expect(row).toContainText('Bench · Production');
  await isAccessible(admin);
  await shot(admin, '66-templates');
});

test('a project made with it says first who gets in, and then they are', async () => {
  await place(admin, 'Home').click();
  await admin.getByRole('button', { name: 'Create project' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create project' });
  await dialog.getByLabel('Name').fill('Shark');
  await dialog.getByLabel('Template').selectOption({ label: 'Break' });
  const change = dialog.getByRole('region', { name: 'What this changes' });
  await expect(change).toContainText('Ada Lovelace');
  await expect(change).toContainText('via Hut 8');
  await isAccessible(admin);
  await shot(admin, '67-create-from-template');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(admin.getByRole('heading', { name: 'Shark', level: 1 })).toBeVisible();
  await expect(admin.getByRole('tab')).toHaveText(['Bench', 'Production']);
  await openProjectAccess(admin, 'Shark', 'Groups');
  await expect(admin.getByRole('row', { name: /Hut 8/ })).toContainText('Member');
  await ada.reload();
  await enterProject(ada, 'Shark');
});

test('a template is changed and deleted; the project stays', async () => {
  await place(admin, 'Project templates').click();
  await admin.getByRole('button', { name: 'Actions for Break' }).click();
  await admin.getByRole('menuitem', { name: 'Edit' }).click();
  const edit = admin.getByRole('dialog', { name: 'Edit Break' });
  await expect(edit.getByLabel('Environments')).toHaveValue('Bench\nProduction: prod');
  await edit.getByLabel('Name').fill('Attack');
  await edit.getByRole('button', { name: 'Remove Hut 8 from the template' }).click();
  await edit.getByRole('button', { name: 'Save template' }).click();
  const row = admin.getByRole('row', { name: /Attack/ });
  await expect(row).not.toContainText('Hut 8');
  await admin.getByRole('button', { name: 'Actions for Attack' }).click();
  await admin.getByRole('menuitem', { name: 'Delete' }).click();
  const removal = admin.getByRole('dialog', { name: 'Delete Attack?' });
  await isAccessible(admin);
  await removal.getByRole('button', { name: 'Delete template' }).click();
  await expect(admin.getByText('No templates yet')).toBeVisible();
  await enterProject(admin, 'Shark');
});
