import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import { fillSetUp } from './steps.ts';

/** Bytes of script, gzipped, that the first page may take. */
const most = 200_000;

let server: Server;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(async () => {
  await server?.stop();
});

test('the first page of who is signed in takes less than 200 kB of script, gzipped', async ({
  browser,
}) => {
  const context = await browser.newContext();
  const first = await context.newPage();
  await fillSetUp(first, server);
  await first.getByRole('button', { name: 'Create administrator' }).click();
  await expect(first.getByText('No projects yet')).toBeVisible();
  await first.close();

  const page = await context.newPage();
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.endsWith('.js')) scripts.push(response.body());
  });
  await page.goto(server.url);
  await expect(page.getByText('No projects yet')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const bytes = (await Promise.all(scripts)).map((script) => gzipSync(script).length);
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(most);
});
