import { type Browser, expect, type Page, test } from '@playwright/test';
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
  place,
  seesNoProject,
  shot,
} from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let admin: Page;
let ada: Page;
const project = 'Colossus';

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  admin = await (await browser.newContext()).newPage();
  await fillSetUp(admin, server);
  await admin.getByRole('button', { name: 'Create administrator' }).click();
  await admin.getByRole('button', { name: 'Create project' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create project' });
  await dialog.getByLabel('Name').fill(project);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await addSecret(admin, 'VALVES', '1500');
  await addSecret(admin, 'LAMPS', '12');
  ada = await withAda(browser);
});
test.afterAll(async () => {
  await server?.stop();
});

/** Ada, who is in the project by a group. */
async function withAda(browser: Browser): Promise<Page> {
  const link = await invite(admin, 'Ada', 'Lovelace');
  await admin.getByRole('button', { name: 'Done' }).click();
  const page = await accept(browser, server, link);
  await createGroup(admin, 'Engineering');
  await assign(admin, 'Engineering', 'Ada Lovelace');
  await confirmAdd(await addToProject(admin, project, 'group', 'Engineering', 'Viewer'), 'group');
  return page;
}

async function choose(of: string, item: string): Promise<void> {
  await admin.getByRole('button', { name: `Actions for ${of}` }).click();
  await admin.getByRole('menuitem', { name: item, exact: true }).click();
}
const row = (name: RegExp) => admin.getByRole('row', { name });

/** Deletes by the dialog that opened, which says that it can come back. */
async function deleteIn(title: string, button: string): Promise<void> {
  const dialog = admin.getByRole('dialog', { name: title });
  await expect(dialog).toContainText('Recently deleted says until when');
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toBeVisible();
  await dialog.getByRole('button', { name: button }).click();
  await expect(dialog).toBeHidden();
}
async function openDeletedOfProject(): Promise<void> {
  await place(admin, 'Project settings').click();
  await admin
    .getByRole('navigation', { name: 'Project settings' })
    .getByRole('link', { name: 'Recently deleted' })
    .click();
}

test('where nothing was deleted, it says so calmly', async () => {
  await place(admin, 'Recently deleted').click();
  await expect(admin.getByRole('heading', { name: 'Recently deleted', level: 1 })).toBeVisible();
  await expect(admin.getByText('Nothing to bring back')).toBeVisible();
  await isAccessible(admin);
});

test('a group that was deleted comes back, after saying who gains by it', async () => {
  await place(admin, 'Groups').click();
  await choose('Engineering', 'Delete');
  await deleteIn('Delete Engineering?', 'Delete group');
  await seesNoProject(ada);
  await place(admin, 'Recently deleted').click();
  await expect(row(/Engineering/)).toContainText('Group');
  await expect(row(/Engineering/)).toContainText('by Joan Clarke');
  await isAccessible(admin);
  await choose('Engineering', 'Restore…');
  const dialog = admin.getByRole('dialog', { name: 'Restore Engineering?' });
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toContainText(
    'Ada Lovelace in Colossus',
  );
  await isAccessible(admin);
  await shot(admin, 'deleted-restore');
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(admin.getByText('Nothing to bring back')).toBeVisible();
  await ada.reload();
  await enterProject(ada, project);
});

test('a project has its own list, of which each comes back or goes for good', async () => {
  await createGroup(admin, 'Idle');
  await choose('Idle', 'Delete');
  await deleteIn('Delete Idle?', 'Delete group');
  await enterProject(admin, project);
  for (const name of ['VALVES', 'LAMPS']) {
    await choose(name, 'Delete');
    await deleteIn(`Delete ${name}?`, 'Delete secret');
  }
  await openDeletedOfProject();
  await expect(admin.getByText('2 in all')).toBeVisible();
  await expect(row(/VALVES/)).toContainText('Secret');
  await isAccessible(admin);
  await choose('LAMPS', 'Delete for good…');
  const dialog = admin.getByRole('dialog', { name: 'Delete LAMPS for good?' });
  await isAccessible(admin);
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(row(/LAMPS/)).toHaveCount(0);
  await choose('VALVES', 'Restore…');
  await admin.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(row(/VALVES/)).toHaveCount(0);
  await place(admin, 'Secrets').click();
  await admin.getByRole('button', { name: 'Show value of VALVES' }).click();
  await expect(row(/VALVES/)).toContainText('1500');
  await expect(row(/LAMPS/)).toHaveCount(0);
});

test('what cannot come back says why', async () => {
  await choose('VALVES', 'Delete');
  await deleteIn('Delete VALVES?', 'Delete secret');
  await addSecret(admin, 'VALVES', '2400');
  await place(admin, 'Recently deleted').click();
  await expect(row(/VALVES/)).toContainText('Secret in Colossus');
  await choose('VALVES', 'Restore…');
  const dialog = admin.getByRole('dialog', { name: 'Restore VALVES?' });
  await expect(dialog.getByRole('alert')).toContainText('This cannot be done');
  await expect(dialog.getByRole('button', { name: 'Restore', exact: true })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('fits 375 px, in the light and in the dark', async () => {
  await admin.setViewportSize({ width: 375, height: 740 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await admin.emulateMedia({ colorScheme });
    await expect(row(/VALVES/)).toContainText(/by Joan Clarke; can come back until .*20/);
    const menu = admin.getByRole('button', { name: 'Actions for VALVES' });
    await expect(menu).toBeInViewport({ ratio: 1 });
    const over = await admin.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    await isAccessible(admin);
    await shot(admin, `deleted-narrow-${colorScheme}`);
  }
});
