import { expect, type Locator, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import {
  accept,
  confirmPicks,
  createGroup,
  fillSetUp,
  invite,
  isAccessible,
  openPicker,
  place,
  shot,
} from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let admin: Page;
/** What the browser held against the pages. */
const violations: string[] = [];
/** A moment after the projects were made and before any group was in one, as a date-time field holds it. */
let before: string;

const day = 86_400_000;
const local = (time: number): string =>
  new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 23);

async function createProject(name: string): Promise<void> {
  await place(admin, 'Home').click();
  await admin.getByRole('button', { name: 'Create project' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create project' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(admin.getByRole('heading', { name, level: 1 })).toBeVisible();
}
async function openGroup(name: string): Promise<void> {
  await place(admin, 'Groups').click();
  await admin.getByRole('link', { name, exact: true }).click();
  await expect(admin.getByRole('heading', { name, level: 1 })).toBeVisible();
}
/** Chooses from the menu of a group's page. */
async function choose(group: string, item: string): Promise<void> {
  await openGroup(group);
  await admin.getByRole('button', { name: `Actions for ${group}` }).click();
  await admin.getByRole('menuitem', { name: item, exact: true }).click();
}
async function pick(label: string, text: string): Promise<void> {
  await admin.getByRole('combobox', { name: label, exact: true }).fill(text);
  const list = admin.getByRole('listbox', { name: label, exact: true });
  await list.getByRole('option', { name: new RegExp(text) }).click();
}
const tab = (name: string): Locator => admin.getByRole('tab', { name, exact: true });
const row = (name: RegExp): Locator => admin.getByRole('row', { name });

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  admin = await context.newPage();
  admin.on('console', (message) => {
    if (/content security policy|trusted|same key/i.test(message.text()))
      violations.push(message.text());
  });
  admin.on('pageerror', (error) => violations.push(error.message));
  await fillSetUp(admin, server);
  await admin.getByRole('button', { name: 'Create administrator' }).click();
  await createProject('Enigma');
  await createProject('Tunny');
  for (const [first, last] of [
    ['Ada', 'Lovelace'],
    ['Alan', 'Turing'],
  ] as const) {
    const link = await invite(admin, first, last);
    await admin.getByRole('button', { name: 'Done' }).click();
    await (await accept(browser, server, link)).context().close();
  }
  await createGroup(admin, 'Engineering', 'Member');
  await createGroup(admin, 'Backend');
});
test.afterAll(async () => {
  await server?.stop();
});

test('pasted e-mails are added, and what was not found stays chosen, with why', async () => {
  const picker = await openPicker(admin, 'Backend');
  await picker.getByRole('tab', { name: 'Paste e-mails' }).click();
  const field = picker.getByLabel('E-mail addresses');
  await field.fill('Ada Lovelace <Ada@example.org>, nobody@example.org\nnot an address');
  await expect(picker.getByText(/1 piece of this is no e-mail address/)).toBeVisible();
  await picker.getByRole('button', { name: 'Choose 2 addresses' }).click();
  await expect(field).toHaveValue('not an address');
  const tray = picker.getByRole('complementary', { name: 'What is going to happen' });
  await expect(tray.getByRole('region', { name: 'What this changes' })).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '40-paste');
  await tray.getByRole('button', { name: 'Add 2 members' }).click();
  await expect(tray.getByRole('alert').first()).toContainText('nobody@example.org');
  await expect(tray.getByRole('listitem').filter({ hasText: 'ada@example.org' })).toHaveCount(0);
  await shot(admin, '40-paste-result');
  await picker.getByRole('button', { name: 'Close' }).click();
  await openGroup('Backend');
  await expect(row(/Ada Lovelace/)).toBeVisible();
});

test('who was just added is taken out again from the message, after the question', async () => {
  const picker = await openPicker(admin, 'Backend');
  await picker.getByRole('checkbox', { name: 'Joan Clarke' }).check();
  await confirmPicks(picker, 'Add Joan Clarke');
  // What lies beside an open dialog cannot be pressed.
  await picker.getByRole('button', { name: 'Close' }).click();
  await admin.getByRole('button', { name: 'Undo' }).last().click();
  const back = admin.getByRole('dialog', { name: 'Take Joan Clarke out of Backend again?' });
  await expect(back.getByRole('region', { name: 'What this changes' })).toBeVisible();
  await isAccessible(admin);
  await back.getByRole('button', { name: 'Take out Joan Clarke' }).click();
  await expect(back).toBeHidden();
  await openGroup('Backend');
  await expect(row(/Ada Lovelace/)).toBeVisible();
  await expect(row(/Joan Clarke/)).toHaveCount(0);
});

test('a membership ends by itself when it was given an end, and the row says until when', async () => {
  const picker = await openPicker(admin, 'Backend');
  await picker.getByRole('checkbox', { name: 'Alan Turing' }).check();
  const tray = picker.getByRole('complementary', { name: 'What is going to happen' });
  const add = tray.getByRole('button', { name: 'Add Alan Turing' });
  await tray.getByLabel('Member for').selectOption({ label: 'A date and time' });
  await expect(add).toBeDisabled();
  await tray.getByLabel('Until').fill('2020-01-01T12:00');
  await expect(tray.getByText('An end has to lie in the future')).toBeVisible();
  await expect(add).toBeDisabled();
  await tray.getByLabel('Member for').selectOption({ label: '1 day' });
  await tray.getByLabel('Reason').fill('on call');
  await isAccessible(admin);
  await shot(admin, '41-member-for-a-day');
  await confirmPicks(picker, 'Add Alan Turing');
  await picker.getByRole('button', { name: 'Close' }).click();
  await openGroup('Backend');
  await expect(row(/Alan Turing/)).toContainText(/until /);
  await expect(row(/Ada Lovelace/)).toContainText('no end');
  const id = new URL(admin.url()).pathname.split('/').at(-1);
  const status = await admin.evaluate(async (path) => {
    const headers = { 'content-type': 'application/json', 'x-coterie-console': '1' };
    const body = JSON.stringify({ validFrom: '2099-01-01T12:00:00Z' });
    return (await fetch(path, { method: 'POST', headers, body })).status;
  }, `/api/v1/groups/${id}/users/joan@example.org`);
  expect(status).toBe(200);
  await admin.reload();
  await expect(row(/Joan Clarke/)).toContainText('Scheduled from Jan 1, 2099');
  await shot(admin, '49-membership-states');
});

test('a group is put in a group, and a circle is locked', async () => {
  const picker = await openPicker(admin, 'Engineering');
  await picker.getByRole('tab', { name: 'Groups' }).click();
  await picker.getByRole('checkbox', { name: 'Backend' }).check();
  // Engineering gives the role that both have already, and is in no project yet.
  await expect(picker.getByText('Nobody gains or loses anything')).toBeVisible();
  await isAccessible(admin);
  await confirmPicks(picker, 'Add Backend');
  await picker.getByRole('button', { name: 'Close' }).click();

  const inner = await openPicker(admin, 'Backend');
  await inner.getByRole('tab', { name: 'Groups' }).click();
  await expect(inner.getByRole('checkbox', { name: 'Engineering' })).toBeDisabled();
  await inner.getByRole('button', { name: 'Close' }).click();
  await openGroup('Backend');
  await expect(admin.getByRole('region', { name: 'Nested groups' })).toContainText('Engineering');
});

test('a group is added to several projects at once, and the preview names its nested members', async () => {
  before = local(Date.now());
  await openGroup('Engineering');
  await tab('Projects 0').click();
  await admin.getByRole('button', { name: 'Add to projects' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Add Engineering to projects' });
  for (const name of ['Enigma', 'Tunny']) {
    await dialog.getByRole('combobox', { name: 'Projects' }).fill(name);
    await dialog.getByRole('option', { name: new RegExp(name) }).click();
  }
  await dialog.getByRole('checkbox', { name: 'Viewer', exact: true }).check();
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toContainText(
    '2 people gain access · 2 projects touched',
  );
  await isAccessible(admin);
  await shot(admin, '42-several-projects');
  await dialog.getByRole('button', { name: 'Add to 2 projects' }).click();
  await expect(dialog).toBeHidden();
  await expect(row(/Enigma/)).toContainText('Viewer');
  await expect(row(/Tunny/)).toContainText('Viewer');
});

test('where a group is used is told with the groups that it is in', async () => {
  await choose('Backend', 'Where used');
  const used = admin.getByRole('dialog', { name: 'Where Backend is used' });
  await expect(used.getByRole('row', { name: /Enigma/ })).toContainText('via Engineering');
  await isAccessible(admin);
  await shot(admin, '43-where-used');
  await used.getByRole('link', { name: 'Engineering', exact: true }).click();
  await expect(admin.getByRole('heading', { name: 'Engineering', level: 1 })).toBeVisible();
  await expect(used).toBeHidden();
});

test('a group is cloned with its members and merged into another', async () => {
  await choose('Backend', 'Clone');
  const clone = admin.getByRole('dialog', { name: 'Clone Backend' });
  await expect(clone.getByLabel('Slug')).toHaveValue('backend-copy');
  await clone.getByLabel('Name').fill('Night shift');
  await clone.getByRole('checkbox', { name: 'With its members' }).check();
  const copied = clone.getByRole('region', { name: 'What this changes' });
  await expect(copied).toContainText('Nobody gains or loses anything');
  await isAccessible(admin);
  await clone.getByRole('button', { name: 'Clone group' }).click();
  await expect(admin.getByRole('heading', { name: 'Night shift', level: 1 })).toBeVisible();
  await expect(row(/Ada Lovelace/)).toBeVisible();

  await openGroup('Engineering');
  const tree = admin.getByRole('region', { name: 'Nested groups' });
  await expect(tree.getByRole('listitem')).toHaveCount(2);
  await expect(row(/Backend/)).toContainText('its members get what this group has');
  await isAccessible(admin);
  await shot(admin, '44-nested-groups');

  await choose('Engineering', 'Merge');
  const merge = admin.getByRole('dialog', { name: 'Merge a group into Engineering' });
  await merge.getByRole('combobox', { name: 'Other group' }).fill('Night');
  await merge.getByRole('option', { name: /Night shift/ }).click();
  await expect(merge.getByRole('region', { name: 'What this changes' })).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '45-merge');
  await merge.getByRole('button', { name: 'Merge Night shift into Engineering' }).click();
  await expect(merge).toBeHidden();
  await expect(row(/Ada Lovelace/)).toBeVisible();
  await expect(tree.getByRole('listitem')).toHaveCount(1);
});

test('who can is answered with every route, now and as of a moment to come', async () => {
  await place(admin, 'Explain access').click();
  await tab('Who can').click();
  await pick('Project', 'Enigma');
  await expect(admin.getByText('3 people and machines may')).toBeVisible();
  await expect(row(/Ada Lovelace/)).toContainText('via Backend › Engineering');
  await isAccessible(admin);
  await shot(admin, '46-who-can');
  await admin.getByLabel('As of').fill(local(Date.now() + 2 * day));
  await expect(admin.getByText('2 people and machines may')).toBeVisible();
  await expect(row(/Alan Turing/)).toHaveCount(0);
  await expect(admin.getByText(/As it will be/)).toBeVisible();
  await admin.getByLabel('As of').fill(before);
  await expect(admin.getByText('1 person or machine may')).toBeVisible();
});

test('explain tells how it was at a moment of the past', async () => {
  await tab('Explain').click();
  await pick('Who', 'Ada');
  await expect(admin.getByText('Not allowed', { exact: true })).toBeVisible();
  await expect(admin.getByText(/As it was on/)).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '47-as-of');
  await admin.getByRole('button', { name: 'Now', exact: true }).click();
  await expect(admin.getByText('Allowed', { exact: true })).toBeVisible();
});

test('two people are compared place by place', async () => {
  await tab('Compare').click();
  await pick('Compared with', 'Joan');
  const places = admin.getByRole('list', { name: 'Places' });
  await expect(places).toContainText('nothing that Joan Clarke may not');
  await admin.getByRole('button', { name: 'Swap' }).click();
  await expect(admin.getByRole('heading', { name: 'Joan Clarke compared with Ada' })).toBeVisible();
  await expect(places.getByRole('heading', { name: 'Enigma' })).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '48-compare');
});

test('all of it fits 375 px in the dark', async () => {
  const fits = () =>
    expect
      .poll(() => admin.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0);
  await openGroup('Engineering');
  await admin.setViewportSize({ width: 375, height: 812 });
  await admin.emulateMedia({ colorScheme: 'dark' });
  await expect(admin.getByRole('region', { name: 'Nested groups' })).toBeVisible();
  await fits();
  await shot(admin, '50-narrow-group');
  await admin.getByRole('button', { name: 'Add members' }).click();
  await tab('Paste e-mails').click();
  await admin.getByLabel('E-mail addresses').fill('nobody@example.org');
  await admin.getByRole('button', { name: 'Choose 1 address' }).click();
  await expect(admin.getByText(/This cannot be done/)).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '51-narrow-paste');
  await admin.goto(`${server.url}/access?tab=compare`);
  await pick('Who', 'Joan');
  await pick('Compared with', 'Ada');
  await expect(admin.getByRole('list', { name: 'Places' })).toBeVisible();
  await fits();
  await isAccessible(admin);
  expect(violations).toEqual([]);
});
