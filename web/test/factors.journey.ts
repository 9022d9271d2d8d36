import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import { fillSetUp, isAccessible, password, place, shot } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let page: Page;
let secret = '';
let recoveryCode = '';
/** The half minute whose code was used last: none is good twice. */
let lastStep = 0;

/** The code that an app shows (RFC 6238), of a half minute that was not used yet. */
async function nextCode(): Promise<string> {
  const stepNow = () => Math.floor(Date.now() / 30_000);
  // The server takes the next half minute's code as well.
  while (stepNow() + 1 <= lastStep) await new Promise((resolve) => setTimeout(resolve, 500));
  lastStep = Math.max(lastStep + 1, stepNow());
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(lastStep));
  const hmac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const at = (hmac.at(-1) ?? 0) & 15;
  return String((hmac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

const ofAccount = async (item: string) => {
  await page.getByRole('button', { name: /^Account:/ }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};
const leave = async () => {
  await ofAccount('Sign out');
  await expect(page.getByRole('heading', { name: 'Sign in to Coterie' })).toBeVisible();
};
async function typePassword(): Promise<void> {
  await page.getByLabel('E-mail').fill('joan@example.org');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'One step more' })).toBeVisible();
}
const isIn = () => expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();

test.beforeAll(async ({ browser }) => {
  const port = String(await freePort());
  // Passkeys belong to a name, never to an address.
  server = await startServer({ PORT: port, SITE_URL: `http://localhost:${port}` });
  page = await (await browser.newContext()).newPage();
  await fillSetUp(page, server);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await isIn();
});
test.afterAll(() => server?.stop());

test('an authenticator app is set up, and recovery codes are shown once', async () => {
  await ofAccount('Second factors');
  await expect(page.getByRole('heading', { name: 'Second factors', level: 1 })).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Set up app' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' });
  secret = await dialog.getByRole('textbox', { name: 'Key' }).inputValue();
  await expect(dialog.getByRole('img', { name: 'QR code of the key below' })).toBeVisible();
  await isAccessible(page);
  await shot(page, 'factors-set-up');
  await dialog.getByLabel('Code').fill('000000');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/expected the code/i)).toBeVisible();
  await dialog.getByLabel('Code').fill(await nextCode());
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('In use')).toBeVisible();
  await page.getByRole('button', { name: 'Make recovery codes' }).click();
  const codes = page.getByRole('dialog', { name: 'Your recovery codes' });
  await expect(codes.getByRole('listitem')).toHaveCount(10);
  recoveryCode = (await codes.getByRole('listitem').first().textContent()) ?? '';
  const download = page.waitForEvent('download');
  await codes.getByRole('link', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('coterie-recovery-codes.txt');
  await isAccessible(page);
  await codes.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 of 10 left')).toBeVisible();
});

test('signing in asks for the code, or for a recovery code', async () => {
  await leave();
  await typePassword();
  await isAccessible(page);
  await page.getByLabel('Code').fill('000000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('The second factor is wrong');
  await page.getByLabel('Code').fill(await nextCode());
  await page.keyboard.press('Enter');
  await isIn();
  await leave();
  await typePassword();
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(recoveryCode);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await isIn();
});

test('a passkey is added, and signs in beside the password and alone', async () => {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await ofAccount('Second factors');
  await page.getByRole('button', { name: 'Add passkey' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a passkey' });
  await dialog.getByLabel('Name').fill('Laptop');
  await dialog.getByRole('button', { name: 'Add passkey' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('list', { name: 'Passkeys' })).toContainText('Laptop');
  await isAccessible(page);
  await leave();
  await typePassword();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await isIn();
  await leave();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await isIn();
});

test('what matters most asks once more who it is, and then goes on by itself', async () => {
  await place(page, 'Members').click();
  await page
    .getByRole('navigation', { name: 'Access control' })
    .getByRole('link', { name: 'Second factors' })
    .click();
  await expect(page.getByText('Nobody: all of them have one.')).toBeVisible();
  await isAccessible(page);
  // Ten minutes later, as far as the server says.
  let isStale = true;
  await page.route('**/factor-rule', async (route) => {
    if (!isStale || route.request().method() !== 'PATCH') return route.continue();
    isStale = false;
    const details = { stepUp: true, ways: ['totp', 'passkey', 'recoveryCode'] };
    const body = { reqId: '1', statusCode: 403, message: 'show it', error: 'Forbidden', details };
    await route.fulfill({ status: 403, json: body });
  });
  await page.getByLabel('Asked of').selectOption({ label: 'Everyone' });
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Show that it is you' });
  await expect(dialog.getByLabel('Code')).toBeFocused();
  await isAccessible(page);
  await shot(page, 'factors-step-up');
  await dialog.getByLabel('Code').fill('000000');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/expected what your second factor/i)).toBeVisible();
  await dialog.getByLabel('Code').fill(await nextCode());
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Rule saved')).toBeVisible();
  await expect(page.getByText(/In force from/)).toBeVisible();
});

test('on a narrow screen and in the dark', async () => {
  await page.setViewportSize({ width: 375, height: 700 });
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const path of ['/account/factors', '/organization/second-factors']) {
    await page.goto(server.url + path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await isAccessible(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  }
  await shot(page, 'factors-narrow-dark');
});
