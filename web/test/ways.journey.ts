import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import { fillSetUp, isAccessible, place, shot } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let page: Page;

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  page = await (await browser.newContext()).newPage();
  await fillSetUp(page, server);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await place(page, 'Machine identities').click();
  await page.getByRole('button', { name: 'Create machine identity' }).first().click();
  await page.getByRole('dialog').getByLabel('Name').fill('build');
  await page.getByRole('dialog').getByRole('button', { name: 'Create machine identity' }).click();
});
test.afterAll(async () => {
  await server?.stop();
});

const list = () => page.getByRole('list', { name: 'Ways to sign in' });
const adding = () => page.getByRole('dialog', { name: 'Add a way for build to sign in' });
async function add(way: string, typed: Record<string, string>): Promise<void> {
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Add way' }).click();
  await adding().getByLabel('It signs in with').selectOption({ label: way });
  for (const [label, value] of Object.entries(typed))
    await adding().getByLabel(label, { exact: true }).fill(value);
  await adding().getByRole('button', { name: 'Add way' }).click();
}
async function choose(way: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${way}` }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

const issuer = 'https://token.actions.githubusercontent.com';

test('a way that would let in everybody is refused at its field, in the words of the form', async () => {
  await expect(page.getByText('Nobody vouches for build yet.')).toBeVisible();
  await add('OIDC token', { 'Discovery address': issuer, Issuer: issuer });
  const subject = adding().getByLabel('Subject');
  await expect(subject).toHaveAccessibleDescription(
    /expected at least one of “Subject”, “Claims”, “Audiences”: without any, everyone/,
  );
  await isAccessible(page);
  await shot(page, 'ways-refused');
  await expect(adding().getByLabel('Issuer')).toHaveValue(issuer);
  await adding().getByLabel('Claims').fill('repository_owner_id = 1815\nref = refs/heads/main');
  await adding().getByRole('button', { name: 'Add way' }).click();
  await expect(adding()).toBeHidden();
  await expect(list()).toContainText('repository_owner_id = 1815');
  await expect(list()).toContainText(issuer);
});

test('what is asked is changed in place, and nothing else of it', async () => {
  await choose('OIDC token', 'Edit');
  const dialog = page.getByRole('dialog', { name: 'Edit OIDC token of build' });
  await expect(dialog.getByLabel('Claims')).toHaveValue(
    'repository_owner_id = 1815\nref = refs/heads/main',
  );
  await dialog.getByLabel('Used from').fill('10.0.0.0/8, nowhere');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Used from')).toHaveAccessibleDescription(/expected an address/);
  await dialog.getByLabel('Used from').fill('10.0.0.0/8');
  await dialog.getByLabel('Audiences').fill('https://coterie.example.com');
  await isAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(list()).toContainText('https://coterie.example.com');
  await expect(list()).toContainText('10.0.0.0/8');
  await expect(list()).toContainText('ref = refs/heads/main');
});

test('fields come and go with what is chosen', async () => {
  await page.getByRole('button', { name: 'Add way' }).click();
  const way = adding().getByLabel('It signs in with');
  await expect(way.getByRole('option', { name: 'OIDC token' })).toHaveCount(0);
  await way.selectOption({ label: 'Kubernetes service account' });
  await expect(adding().getByLabel('Token of the reviewer')).toHaveAttribute('type', 'password');
  await adding()
    .getByLabel('A token is judged')
    .selectOption({ label: 'By the public keys of the cluster, without asking it' });
  await expect(adding().getByLabel('Address of the cluster')).toHaveCount(0);
  await expect(adding().getByLabel('Public keys')).toBeVisible();
  await isAccessible(page);
  await adding().getByRole('button', { name: 'Cancel' }).click();
});

test('every way has its form', async () => {
  await add('JWT', {
    'Address of the keys': 'https://issuer.example.com/jwks.json',
    Subject: 'batch-*',
  });
  await add('Kubernetes service account', {
    'Address of the cluster': 'https://cluster.example.com:6443',
    'Token of the reviewer': 'eyJ0b2tlbg',
    Namespaces: 'web',
  });
  await add('AWS', { Accounts: '123456789012' });
  await add('Google Cloud', { Projects: 'analytical' });
  await add('Azure', {
    Tenant: '0f0f0f0f-1111-4222-8333-444444444444',
    Resource: 'https://management.azure.com/',
    'Service principals': '0f0f0f0f-5555-4666-8777-888888888888',
  });
  await expect(list().getByRole('heading')).toHaveText([
    'OIDC token',
    'JWT',
    'Kubernetes service account',
    'AWS',
    'Google Cloud',
    'Azure',
  ]);
  await expect(list()).not.toContainText('eyJ0b2tlbg');
  await expect(page.getByRole('button', { name: 'Add way' })).toHaveCount(0);
  await isAccessible(page);
  await page.getByRole('region', { name: 'Without a secret' }).scrollIntoViewIfNeeded();
  await shot(page, 'ways');
});

test('a way is taken away', async () => {
  await choose('AWS', 'Remove');
  const dialog = page.getByRole('dialog', { name: 'Remove AWS from build?' });
  await isAccessible(page);
  await dialog.getByRole('button', { name: 'Remove way' }).click();
  await expect(dialog).toBeHidden();
  await expect(list().getByRole('heading', { name: 'AWS' })).toHaveCount(0);
  await place(page, 'Machine identities').click();
  await expect(page.getByRole('row', { name: /build/ })).toContainText('Google Cloud, JWT');
  await page.getByRole('link', { name: 'build' }).click();
});

test('fits 375 px, in the light and in the dark', async () => {
  await page.setViewportSize({ width: 375, height: 740 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await list().scrollIntoViewIfNeeded();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    await isAccessible(page);
    await shot(page, `ways-narrow-${colorScheme}`);
  }
});
