import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import { accept, fillSetUp, invite, isAccessible, place, shot } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let admin: Page;
let ada: Page;
let phone: Page;
const second = 'a first programmer of engines';
const third = 'notes upon the memoir, by A. A. L.';

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  admin = await (await browser.newContext()).newPage();
  await fillSetUp(admin, server);
  await admin.getByRole('button', { name: 'Create administrator' }).click();
  const link = await invite(admin, 'Ada', 'Lovelace');
  await admin.getByRole('button', { name: 'Done' }).click();
  ada = await accept(browser, server, link);
  const context = await browser.newContext({
    colorScheme: 'dark',
    viewport: { width: 375, height: 740 },
  });
  phone = await context.newPage();
});
test.afterAll(async () => {
  await server?.stop();
});

const fits = async (page: Page) =>
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  ).toBeLessThanOrEqual(0);

async function signIn(page: Page, word: string) {
  await page.goto(`${server.url}/login`);
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type('ada@example.org');
  await page.getByLabel('Password').fill(word);
  await page.keyboard.press('Enter');
}
const isIn = (page: Page) =>
  expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();

async function openAccount(page: Page, tab: string) {
  await page.getByRole('button', { name: /^Account: / }).click();
  await page.getByRole('menuitem', { name: 'Account', exact: true }).click();
  await page
    .getByRole('navigation', { name: 'Account' })
    .getByRole('link', { name: tab, exact: true })
    .click();
}

test('a forgotten password: who can make a link is said where no mail goes out', async () => {
  await phone.goto(`${server.url}/login`);
  await expect(phone.getByLabel('E-mail')).toBeFocused();
  await isAccessible(phone);
  await phone.getByRole('link', { name: 'Forgot password?' }).click();
  await expect(phone.getByText('Ask an administrator of this instance')).toBeVisible();
  await fits(phone);
  await isAccessible(phone);
  await shot(phone, '70-forgot');
});

test('a password set by a link that an administrator made ends every session', async () => {
  await place(admin, 'Members').click();
  await admin.getByRole('button', { name: 'Actions for Ada Lovelace' }).click();
  await admin.getByRole('menuitem', { name: 'Make a password link' }).click();
  const asked = admin.getByRole('dialog', { name: 'Make a password link for Ada Lovelace?' });
  await isAccessible(admin);
  await asked.getByRole('button', { name: 'Make link' }).click();
  const made = admin.getByRole('dialog', { name: 'Password link for Ada Lovelace' });
  const link = await made.getByRole('textbox', { name: 'Password link' }).inputValue();
  await expect(made.getByRole('button', { name: 'Copy password link' })).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '71-password-link');
  await made.getByRole('button', { name: 'Done' }).click();

  const { pathname, hash } = new URL(link);
  await phone.goto(server.url + pathname + hash);
  await expect(phone).toHaveURL(`${server.url}/reset`);
  await expect(phone.getByLabel('New password')).toBeFocused();
  await phone.keyboard.type('ada of Bletchley Park');
  await phone.keyboard.press('Enter');
  await expect(phone.getByText(/without the name of the organization/)).toBeVisible();
  await isAccessible(phone);
  await phone.getByLabel('New password').fill(second);
  await phone.keyboard.press('Enter');
  await expect(phone.getByRole('heading', { name: 'New password set' })).toBeVisible();
  await fits(phone);
  await isAccessible(phone);
  await ada.goto(`${server.url}/`);
  await expect(ada.getByRole('heading', { name: 'Sign in to Coterie' })).toBeVisible();
  await phone.goto(server.url + pathname + hash);
  await phone.getByLabel('New password').fill(third);
  await phone.keyboard.press('Enter');
  await expect(phone.getByText('This link cannot be used')).toBeVisible();
});

test('a profile keeps names, time zone and language, and dates follow them', async () => {
  await signIn(ada, second);
  await isIn(ada);
  await openAccount(ada, 'Profile');
  await ada.getByLabel('First name').fill('Augusta Ada');
  await ada.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await ada.getByLabel('Dates as in').selectOption('de-DE');
  await ada.getByRole('button', { name: 'Save profile' }).click();
  await expect(ada.getByText('Profile saved')).toBeVisible();
  await expect(ada.getByRole('button', { name: 'Account: Augusta Ada Lovelace' })).toBeVisible();
  await expect(ada.getByText('no mail server')).toBeVisible();
  await isAccessible(ada);
  await shot(ada, '72-profile');
  await ada
    .getByRole('navigation', { name: 'Account' })
    .getByRole('link', { name: 'Sessions' })
    .click();
  const begun = ada.getByRole('table', { name: 'Sessions' }).getByText(/\d\d\.\d\d\.\d{4}/);
  await expect(begun.first()).toBeVisible();
});

test('a session that is ended elsewhere is over at once', async () => {
  await signIn(phone, second);
  await isIn(phone);
  await openAccount(ada, 'Sessions');
  const table = ada.getByRole('table', { name: 'Sessions' });
  await expect(table.getByRole('row', { name: /This one/ })).toBeVisible();
  await isAccessible(ada);
  await shot(ada, '73-sessions');
  await table.getByRole('button', { name: /^End / }).first().click();
  await expect(table.getByRole('button', { name: /^End / })).toHaveCount(0);
  await phone.reload();
  await expect(phone.getByRole('heading', { name: 'Sign in to Coterie' })).toBeVisible();
});

test('a password is changed by who knows the old one, and the others have ended', async () => {
  await signIn(phone, second);
  await isIn(phone);
  await openAccount(ada, 'Password');
  await ada.getByLabel('Current password').fill('not the password');
  await ada.getByLabel('New password').fill(third);
  await ada.getByRole('button', { name: 'Change password' }).click();
  await expect(ada.getByText(/your password as it is now/)).toBeVisible();
  await expect(ada.getByLabel('New password')).toHaveValue(third);
  await isAccessible(ada);
  await ada.getByLabel('Current password').fill(second);
  await ada.getByRole('button', { name: 'Change password' }).click();
  await expect(ada.getByText(/Password changed/)).toBeVisible();
  await expect(ada.getByLabel('New password')).toHaveValue('');
  await phone.reload();
  await signIn(phone, third);
  await isIn(phone);
});

test('account pages fit 375 px in the dark', async () => {
  for (const tab of ['profile', 'password', 'sessions']) {
    await phone.goto(`${server.url}/account/${tab}`);
    await expect(phone.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible();
    await expect(phone.getByRole('status')).toHaveCount(0);
    await fits(phone);
    await isAccessible(phone);
    await shot(phone, `74-narrow-${tab}`);
  }
});

test('sign-ins are beside the access log, refused ones too', async () => {
  await place(admin, 'Access log').click();
  await admin
    .getByRole('navigation', { name: 'Logs' })
    .getByRole('link', { name: 'Sign-ins' })
    .click();
  const table = admin.getByRole('table', { name: 'Sign-ins' });
  await expect(
    table.getByRole('row', { name: /Augusta Ada Lovelace.*Let in/ }).first(),
  ).toBeVisible();
  await admin.getByLabel('Outcome').selectOption('wrong');
  await expect(table.getByRole('row', { name: /Wrong password/ }).first()).toBeVisible();
  await expect(table.getByText('Let in')).toHaveCount(0);
  await isAccessible(admin);
  await shot(admin, '75-sign-ins');
});
