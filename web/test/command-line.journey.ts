import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server as Listener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import { fillSetUp, isAccessible, organization, password, place, shot } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let admin: Page;
let waiting: Listener;
/** What the command line was given, one JSON text each. */
const given: string[] = [];

/** As a command line listens: on this computer alone, for the pages of one site. */
async function listen(origin: string): Promise<Listener> {
  const listener = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-headers', 'content-type');
    if (request.method !== 'POST') return response.end();
    void read(request).then((text) => {
      given.push(text);
      response.end();
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return listener;
}
async function read(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}
const port = () => (waiting.address() as AddressInfo).port;
const credentials = (text = ''): Record<string, string> => JSON.parse(text);

/** Whom a token is good for. */
async function whoIs(token = ''): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/auth/session`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { user, organization: own } = await response.json();
  return `${user.email} in ${own.name}`;
}

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  waiting = await listen(server.url);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  admin = await context.newPage();
  await fillSetUp(admin, server);
  await admin.getByRole('button', { name: 'Create administrator' }).click();
  await expect(admin.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
});
test.afterAll(async () => {
  waiting?.close();
  await server?.stop();
});

test('who is signed in confirms, and the command line is given a token that works', async () => {
  await admin.goto(`${server.url}/login?callback_port=${port()}`);
  const button = admin.getByRole('button', { name: 'Continue in the command line' });
  await expect(button).toBeVisible();
  await expect(admin.getByText(/asks to act as joan@example.org/)).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '72-command-line');
  expect(given).toEqual([]);
  await button.press('Enter');
  await expect(admin.getByRole('status')).toContainText('goes on as joan@example.org');
  await isAccessible(admin);
  const { JTWToken, ...others } = credentials(given[0]);
  expect(others).toEqual({ email: 'joan@example.org', privateKey: '', RefreshToken: '' });
  expect(await whoIs(JTWToken)).toBe(`joan@example.org in ${organization}`);
});

test('who signs in here and now has nothing more to confirm', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/login?callback_port=${port()}`);
  await page.getByLabel('E-mail').fill('joan@example.org');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('status')).toContainText('goes on as joan@example.org');
  expect(given).toHaveLength(2);
  await context.close();
});

test('of several organizations one is chosen first', async () => {
  const made = await admin.evaluate(async () => {
    const headers = { 'content-type': 'application/json', 'x-coterie-console': '1' };
    const init = { method: 'POST', headers, body: JSON.stringify({ name: 'Hut 8' }) };
    return (await fetch('/api/v1/organizations', init)).status;
  });
  expect(made).toBe(200);
  await admin.goto(`${server.url}/login?callback_port=${port()}`);
  await admin.getByLabel('Organization').selectOption({ label: 'Hut 8' });
  await isAccessible(admin);
  await admin.getByRole('button', { name: 'Continue in the command line' }).click();
  await expect(admin.getByRole('status')).toBeVisible();
  expect(await whoIs(credentials(given[2]).JTWToken)).toBe('joan@example.org in Hut 8');
});

test('where the command line cannot be reached, the page shows what to paste there', async () => {
  const gone = port();
  waiting.close();
  await admin.goto(`${server.url}/login?callback_port=${gone}`);
  await admin.getByRole('button', { name: 'Continue in the command line' }).click();
  const code = admin.getByRole('textbox', { name: 'Paste this in the command line' });
  await expect(code).toBeVisible();
  await expect(code).not.toBeEditable();
  await expect(admin.getByRole('button', { name: 'Copy code' })).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '73-paste-by-hand');
  const text = Buffer.from(await code.inputValue(), 'base64').toString();
  expect(credentials(text).email).toBe('joan@example.org');
  expect(await whoIs(credentials(text).JTWToken)).toContain('joan@example.org');
});

test('a port that is none is ignored: the console opens', async () => {
  for (const bad of ['80', '70000', 'x', '8123.5']) {
    await admin.goto(`${server.url}/login?callback_port=${bad}`);
    await expect(place(admin, 'Home')).toBeVisible();
  }
});
