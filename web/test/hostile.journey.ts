import { expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import { fillSetUp } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let admin: Page;
const seen: string[] = [];

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.log(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  admin = await context.newPage();
  admin.on('dialog', (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  admin.on('console', (message) => {
    if (message.text().startsWith('policy:')) seen.push(message.text());
  });
  admin.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:'))
      seen.push(`a request to ${request.url()}`);
  });
  await fillSetUp(admin, server);
  await admin.getByRole('button', { name: 'Create administrator' }).click();
  await expect(admin.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
});
test.afterAll(async () => {
  await server?.stop();
});

const markup =
  '<img src=x onerror=alert(1) data-injected><script>alert(2)</script>"\'><svg onload=alert(3)>';

async function make(path: string, data: object): Promise<{ [key: string]: { id: string } }> {
  const answer = await admin.request.post(server.url + path, {
    data,
    headers: { origin: server.url },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return answer.json();
}

test('markup in a name is shown as it is written, on every page that shows it', async () => {
  const { project } = await make('/api/v1/projects', { projectName: markup });
  const projectId = project?.id ?? '';
  const group = (await make('/api/v1/groups', {
    name: markup,
    description: markup,
  })) as unknown as {
    id: string;
  };
  await make(`/api/v1/projects/${projectId}/groups/${group.id}`, { role: 'viewer' });
  await make('/api/v1/identities', { name: markup, role: 'member' });
  await make(`/api/v1/projects/${projectId}/environments`, { name: markup, slug: 'odd' });
  await make(`/api/v1/projects/${projectId}/tags`, { slug: 'odd', name: markup, color: '#ff0000' });
  await make('/api/v4/secrets/ODD', {
    projectId,
    environment: 'dev',
    secretValue: markup,
    secretComment: markup,
  });
  for (const path of [
    '/',
    `/projects/${projectId}/secrets`,
    `/projects/${projectId}/settings/general`,
    `/projects/${projectId}/settings/environments`,
    `/projects/${projectId}/settings/access/users`,
    `/projects/${projectId}/settings/access/groups`,
    '/organization/members',
    '/organization/groups',
    `/organization/groups/${group.id}`,
    '/organization/identities',
    '/organization/roles',
    '/organization/access-log',
    '/organization/sign-ins',
    '/access',
  ]) {
    await admin.goto(server.url + path);
    await expect(admin.getByRole('main')).not.toBeEmpty();
    await admin.waitForLoadState('networkidle');
    expect(
      await admin.locator('[data-injected], main script, main svg[onload]').count(),
      path,
    ).toBe(0);
  }
  await admin.goto(`${server.url}/organization/groups`);
  await expect(admin.getByText(markup).first()).toBeVisible();
  expect(seen).toEqual([]);
});

test('no address leads from signing in to anywhere else', async () => {
  for (const next of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%09/evil.example',
    '/%5cevil.example',
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    '/..//evil.example',
    ' https://evil.example',
    'http:evil.example',
    '@evil.example',
  ]) {
    await admin.goto(`${server.url}/login?next=${encodeURIComponent(next)}`);
    await admin.waitForLoadState('networkidle');
    expect(new URL(admin.url()).origin, next).toBe(server.url);
  }
  expect(seen).toEqual([]);
});
