import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import {
  accept,
  addSecret,
  addToProject,
  assign,
  confirmAdd,
  createGroup,
  enterProject,
  fillSetUp,
  invite,
  isAccessible,
  openProjectAccess,
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
  await admin.getByRole('button', { name: 'Create project' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create project' });
  await dialog.getByLabel('Name').fill('Enigma');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await addSecret(admin, 'ROTOR', 'four');
  const link = await invite(admin, 'Ada', 'Lovelace', 'No access');
  await admin.getByRole('button', { name: 'Done' }).click();
  ada = await accept(browser, server, link);
  await createGroup(admin, 'Hut 8');
  await assign(admin, 'Hut 8', 'Ada Lovelace');
  await confirmAdd(await addToProject(admin, 'Enigma', 'group', 'Hut 8', 'No access'), 'group');
});
test.afterAll(async () => {
  await server?.stop();
});

async function choose(of: string, item: string): Promise<void> {
  await admin.getByRole('button', { name: `Actions for ${of}` }).click();
  await admin.getByRole('menuitem', { name: item, exact: true }).click();
}

test('a group is given rules of its own for a time, and the preview says who gains what by them', async () => {
  await openProjectAccess(admin, 'Enigma', 'Groups');
  await choose('Hut 8', 'Additional privileges…');
  const list = admin.getByRole('dialog', { name: 'Additional privileges of Hut 8' });
  await expect(list.getByText('None: Hut 8 has here what its roles say.')).toBeVisible();
  await list.getByRole('button', { name: 'Add privilege' }).click();
  const form = admin.getByRole('dialog', { name: 'Add privilege for Hut 8' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('on-call');
  await form.getByLabel('Until').fill('2020-01-01T12:00');
  await expect(form.getByText('An end has to lie in the future')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Add privilege' })).toBeDisabled();
  await form.getByLabel('Until').fill('2099-01-01T12:00');
  await form.getByLabel('Rule 1: environment condition').selectOption({ label: 'is' });
  await form.getByRole('textbox', { name: 'Rule 1: environment' }).fill('dev');
  const change = form.getByRole('region', { name: 'What this changes' });
  await expect(change).toContainText('1 person gains access');
  await expect(change).toContainText('comes by');
  await expect(change).toContainText('via Hut 8');
  await isAccessible(admin);
  await shot(admin, '63-add-privilege');
  await form.getByRole('button', { name: 'Add privilege' }).click();
  await expect(list.getByText('on-call')).toBeVisible();
  await expect(list.getByRole('listitem')).toContainText(/until Jan 1, 2099/);
  await expect(list.getByRole('listitem')).toContainText('where environment is');
  await isAccessible(admin);
  await shot(admin, '64-privileges');
  await enterProject(ada, 'Enigma');
  await expect(ada.getByRole('row', { name: /ROTOR/ })).toBeVisible();
});

test('a privilege is edited and removed, by keyboard, with its consequences shown', async () => {
  await choose('on-call', 'Edit');
  const form = admin.getByRole('dialog', { name: 'Edit on-call of Hut 8' });
  await expect(form.getByLabel('Until')).toHaveValue(/^2099-01-01T12:00/);
  await form.getByRole('textbox', { name: 'Rule 1: environment' }).fill('staging');
  const change = form.getByRole('region', { name: 'What this changes' });
  await expect(change).toContainText('loses: ');
  await form.getByRole('button', { name: 'Save privilege' }).press('Enter');
  const list = admin.getByRole('dialog', { name: 'Additional privileges of Hut 8' });
  await expect(list.getByRole('listitem')).toContainText('staging');
  await list.getByRole('button', { name: 'Actions for on-call' }).press('Enter');
  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('Enter');
  const removal = admin.getByRole('dialog', { name: 'Remove on-call from Hut 8?' });
  await expect(removal.getByRole('region')).toContainText('Ada Lovelace');
  await isAccessible(admin);
  await removal.getByRole('button', { name: 'Remove privilege' }).press('Enter');
  await expect(list.getByText('None: Hut 8')).toBeVisible();
  await list.getByRole('button', { name: 'Close' }).click();
});

test('a user who is there directly can have privileges too; one by a group alone cannot', async () => {
  await openProjectAccess(admin, 'Enigma', 'Users');
  await expect(admin.getByRole('button', { name: 'Actions for Ada Lovelace' })).toHaveCount(0);
  await choose('Joan Clarke', 'Additional privileges…');
  const list = admin.getByRole('dialog', { name: 'Additional privileges of Joan Clarke' });
  await list.getByRole('button', { name: 'Add privilege' }).click();
  const form = admin.getByRole('dialog', { name: 'Add privilege for Joan Clarke' });
  await expect(form.getByText('Nobody gains or loses anything')).toBeVisible();
  await form.getByRole('button', { name: 'Add privilege' }).click();
  await expect(list.getByRole('listitem')).toContainText('no end');
});
