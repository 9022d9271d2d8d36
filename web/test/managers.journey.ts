import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import {
  accept,
  addToProject,
  assign,
  confirmAdd,
  confirmPicks,
  createGroup,
  fillSetUp,
  invite,
  isAccessible,
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
  await admin.getByRole('button', { name: 'Create project' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create project' });
  await dialog.getByLabel('Name').fill('Enigma');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(admin.getByRole('heading', { name: 'Enigma', level: 1 })).toBeVisible();
  const link = await invite(admin, 'Ada', 'Lovelace', 'No access');
  await admin.getByRole('button', { name: 'Done' }).click();
  ada = await accept(browser, server, link);
  const other = await invite(admin, 'Alan', 'Turing');
  await admin.getByRole('button', { name: 'Done' }).click();
  await (await accept(browser, server, other)).context().close();
  await createGroup(admin, 'Hut 8');
  await createGroup(admin, 'Hut 6');
  await assign(admin, 'Hut 8', 'Ada Lovelace');
  await confirmAdd(await addToProject(admin, 'Enigma', 'group', 'Hut 8', 'Viewer'), 'group');
});
test.afterAll(async () => {
  await server?.stop();
});

async function openGroup(page: Page, name: string): Promise<void> {
  await place(page, 'Groups').click();
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

test('a manager is appointed, by keyboard alone', async () => {
  await expect(place(ada, 'Groups')).toHaveCount(0);
  await openGroup(admin, 'Hut 8');
  await admin.getByRole('tab', { name: 'Managers' }).click();
  await expect(admin.getByText('Nobody manages this group yet')).toBeVisible();
  await expect(admin.getByText(/adds and removes members, nothing else/)).toBeVisible();
  await admin.getByRole('button', { name: 'Add manager' }).press('Enter');
  const dialog = admin.getByRole('dialog', { name: 'Add manager of Hut 8' });
  await expect(dialog.getByRole('button', { name: 'Add manager' })).toBeDisabled();
  await dialog.getByRole('combobox', { name: 'User' }).fill('Ada');
  await expect(dialog.getByRole('option', { name: /Ada/ })).toHaveCount(1);
  await dialog.getByRole('combobox', { name: 'User' }).press('Enter');
  await expect(dialog.getByText(/Ada Lovelace gets nothing that Hut 8 has/)).toBeVisible();
  await dialog.getByRole('combobox', { name: 'May let in' }).selectOption('owner');
  await expect(dialog.getByText(/each addition is marked/)).toBeVisible();
  await dialog.getByRole('combobox', { name: 'May let in' }).selectOption('member');
  await isAccessible(admin);
  await shot(admin, '60-add-manager');
  await dialog.getByRole('button', { name: 'Add manager' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(admin.getByRole('row', { name: /Ada Lovelace/ })).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '61-managers');
  await admin.getByRole('button', { name: 'Where used' }).click();
  const used = admin.getByRole('dialog', { name: 'Where Hut 8 is used' });
  await expect(used).toContainText('Managed byAda Lovelace');
  await used.getByRole('button', { name: 'Close' }).click();
});

test('a manager finds the group, adds and removes members, and may not nest or appoint', async () => {
  await ada.reload();
  await openGroup(ada, 'Hut 8');
  await expect(ada.getByText('You manage this group')).toBeVisible();
  await ada.getByRole('button', { name: 'Add members' }).first().click();
  const picker = ada.getByRole('dialog', { name: 'Members of Hut 8' });
  const alan = picker.getByRole('row', { name: /Alan Turing/ });
  await expect(picker.getByText(/You may not see who is in the organization/)).toBeVisible();
  await expect(alan).toHaveCount(0);
  await picker.getByRole('tab', { name: 'Paste e-mails' }).click();
  await picker.getByLabel('E-mail addresses').fill('alan@example.org');
  await picker.getByRole('button', { name: 'Choose 1 address' }).click();
  await confirmPicks(picker, 'Add alan@example.org');
  await picker.getByRole('tab', { name: 'Users' }).click();
  await expect(alan.getByRole('checkbox')).toBeChecked();
  await picker.getByRole('tab', { name: 'Groups' }).click();
  await expect(picker.getByRole('checkbox', { disabled: false })).toHaveCount(0);
  await isAccessible(ada);
  await picker.getByRole('button', { name: 'Close' }).click();
  await ada.getByRole('button', { name: 'Remove Alan Turing from Hut 8' }).click();
  const leaving = ada.getByRole('dialog', { name: /Remove Alan Turing/ });
  const change = leaving.getByRole('region', { name: 'What this changes' });
  await expect(change).toContainText('Alan Turing');
  await expect(change).toContainText('came by Viewervia Hut 8');
  await isAccessible(ada);
  await shot(ada, '62-manager-removes');
  await leaving.getByRole('button', { name: 'Remove from group' }).click();
  await expect(leaving).toBeHidden();
  await expect(ada.getByRole('row', { name: /Alan Turing/ })).toHaveCount(0);
  await ada.getByRole('tab', { name: 'Managers' }).click();
  const add = ada.getByRole('button', { name: 'Add manager' });
  await expect(add).toBeDisabled();
  await expect(add).toHaveAccessibleDescription(/Groups: grant privileges/);
  await expect(ada.getByRole('button', { name: /as manager of/ })).toHaveCount(0);
});

test('a manager that is removed finds the group no more', async () => {
  await admin.getByRole('button', { name: 'Remove Ada Lovelace as manager of Hut 8' }).click();
  const dialog = admin.getByRole('dialog', { name: /Remove Ada Lovelace as manager/ });
  await expect(dialog.getByText('Nobody gains or loses anything')).toBeVisible();
  await dialog.getByRole('button', { name: 'Remove manager' }).click();
  await expect(dialog).toBeHidden();
  await expect(admin.getByText('Nobody manages this group yet')).toBeVisible();
  await ada.reload();
  await expect(ada.getByText('You have no access to this group')).toBeVisible();
  await expect(place(ada, 'Groups')).toHaveCount(0);
});
