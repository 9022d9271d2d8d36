import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import { addSecret, fillSetUp, isAccessible, shot } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let page: Page;

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  const context = await browser.newContext({
    colorScheme: 'dark',
    viewport: { width: 375, height: 740 },
  });
  page = await context.newPage();
});
test.afterAll(async () => {
  await server?.stop();
});

/** Nothing on the page is wider than the window. */
const fits = async () =>
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  ).toBeLessThanOrEqual(0);

test('set-up fits 375 px in the dark', async () => {
  await fillSetUp(page, server);
  await fits();
  await isAccessible(page);
  await shot(page, '30-narrow-setup');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByText('No projects yet')).toBeVisible();
});

test('a group is created through the palette by keys alone', async () => {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Search and commands' })).toBeVisible();
  await page.keyboard.type('create gr');
  await expect(page.getByRole('combobox')).toHaveValue('create gr');
  await expect(page.getByRole('option', { name: 'Create group' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await isAccessible(page);
  await shot(page, '31-narrow-palette');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Create group' })).toBeVisible();
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Night shift');
  await expect(page.getByLabel('Slug')).toHaveValue('night-shift');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Night shift/ })).toBeVisible();
  await fits();
  await isAccessible(page);
  await shot(page, '32-narrow-groups');
});

test('the places open from a button and close on going', async () => {
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await isAccessible(page);
  await shot(page, '33-narrow-places');
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Places' })).toBeHidden();
});

test('home and secrets fit as well', async () => {
  await page.getByRole('button', { name: 'Create project' }).first().click();
  await page.getByRole('dialog').getByLabel('Name').fill('Colossus');
  await page.getByRole('dialog').getByRole('button', { name: 'Create project' }).click();
  await addSecret(page, 'TAPE_READER', 'five thousand characters a second');
  await page.getByRole('button', { name: 'Show value of TAPE_READER' }).click();
  await expect(page.getByText('five thousand characters a second')).toBeVisible();
  await fits();
  await isAccessible(page);
  await shot(page, '34-narrow-secrets');
  await page.getByRole('link', { name: 'Coterie' }).click();
  await expect(page.getByRole('link', { name: 'Colossus' })).toBeVisible();
  await fits();
  await isAccessible(page);
  await shot(page, '35-narrow-home');
});
