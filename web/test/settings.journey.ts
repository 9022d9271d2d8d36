import { expect, type Page, test } from '@playwright/test';
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
  openProjectAccess,
  password,
  place,
  seesNoProject,
} from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let admin: Page;
let ada: Page;
const project = 'Colossus';

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  const context = await browser.newContext();
  admin = await context.newPage();
  await fillSetUp(admin, server);
  await admin.getByRole('button', { name: 'Create administrator' }).click();
  await admin.getByRole('button', { name: 'Create project' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create project' });
  await dialog.getByLabel('Name').fill(project);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await addSecret(admin, 'VALVES', '1500');
  const link = await invite(admin, 'Ada', 'Lovelace');
  await admin.getByRole('button', { name: 'Done' }).click();
  ada = await accept(browser, server, link);
  await createGroup(admin, 'Engineering');
  await assign(admin, 'Engineering', 'Ada Lovelace');
  await confirmAdd(await addToProject(admin, project, 'group', 'Engineering', 'Viewer'), 'group');
});
test.afterAll(async () => {
  await server?.stop();
});

/** Chooses from the menu of a row or page. */
async function choose(of: string, item: string): Promise<void> {
  await admin.getByRole('button', { name: `Actions for ${of}` }).click();
  await admin.getByRole('menuitem', { name: item, exact: true }).click();
}
/** Confirms a what-if dialog once it names who is touched. */
async function confirm(title: RegExp, names: string, button: string): Promise<void> {
  const dialog = admin.getByRole('dialog', { name: title });
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toContainText(names);
  await dialog.getByRole('button', { name: button }).click();
  await expect(dialog).toBeHidden();
}

test('a suspended group counts for nothing, a reactivated one for all it did', async () => {
  await enterProject(ada, project);
  await place(admin, 'Groups').click();
  await admin.getByRole('link', { name: 'Engineering', exact: true }).click();
  await choose('Engineering', 'Suspend');
  await confirm(/Suspend Engineering/, 'Ada Lovelace', 'Suspend group');
  await seesNoProject(ada);
  await choose('Engineering', 'Reactivate');
  await confirm(/Reactivate Engineering/, 'Ada Lovelace', 'Reactivate group');
  await expect(admin.getByText(/Engineering is active again/)).toBeVisible();
  await ada.reload();
  await enterProject(ada, project);
});

test('a group keeps its members and projects through a change of name and role', async () => {
  await choose('Engineering', 'Edit');
  const dialog = admin.getByRole('dialog', { name: 'Edit Engineering' });
  await dialog.getByLabel('Name').fill('Research');
  await expect(dialog.getByLabel('Slug')).toHaveValue('engineering');
  await dialog.getByLabel('Role').selectOption({ label: 'Admin' });
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toContainText(
    'Ada Lovelace',
  );
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('heading', { name: 'Research', level: 1 })).toBeVisible();
  await expect(admin.getByRole('row', { name: /Ada Lovelace/ })).toBeVisible();
  await ada.reload();
  await place(ada, 'Access log').click();
  await expect(ada.getByRole('list', { name: 'Changes' })).toBeVisible();
});

test('a suspended member has nothing until reactivated', async () => {
  await place(admin, 'Members').click();
  await choose('Ada Lovelace', 'Suspend');
  await confirm(/Suspend Ada Lovelace/, 'Ada Lovelace', 'Suspend');
  await expect(admin.getByRole('row', { name: /Ada Lovelace.*Suspended/ })).toBeVisible();
  await ada.goto(`${server.url}/`);
  await expect(ada.getByRole('heading', { name: 'Sign in to Coterie' })).toBeVisible();
  await choose('Ada Lovelace', 'Reactivate');
  await confirm(/Reactivate Ada Lovelace/, 'Ada Lovelace', 'Reactivate');
  await expect(admin.getByRole('row', { name: /Ada Lovelace.*Active/ })).toBeVisible();
  await ada.getByLabel('E-mail').fill('ada@example.org');
  await ada.getByLabel('Password').fill(password);
  await ada.getByRole('button', { name: 'Sign in' }).click();
  await enterProject(ada, project);
});

test('the last administrator cannot be removed, and the dialog says why', async () => {
  await place(admin, 'Groups').click();
  await choose('Research', 'Edit');
  const edit = admin.getByRole('dialog', { name: 'Edit Research' });
  await edit.getByLabel('Role').selectOption({ label: 'No access' });
  await expect(edit.getByRole('region', { name: 'What this changes' })).toBeVisible();
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit).toBeHidden();
  await place(admin, 'Members').click();
  await choose('Joan Clarke', 'Remove');
  const dialog = admin.getByRole('dialog', { name: /Remove Joan Clarke/ });
  await expect(dialog.getByRole('alert')).toContainText(/cannot be done/);
  await expect(dialog.getByRole('button', { name: 'Remove from organization' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('a role that is edited keeps the rules that were there', async () => {
  await openProjectAccess(admin, project, 'Project roles');
  await admin.getByRole('button', { name: 'Create role' }).click();
  await admin.getByLabel('Name').fill('Night watch');
  await admin.getByRole('button', { name: 'Add allow rule' }).click();
  await admin.getByLabel('Rule 1: path condition').selectOption({ label: 'matches' });
  await admin.getByRole('textbox', { name: 'Rule 1: path' }).fill('/night/**');
  await admin.getByLabel('Rule 1: environment condition').selectOption({ label: 'is one of' });
  await admin.getByRole('textbox', { name: 'Rule 1: environment' }).fill('dev, staging');
  await admin.getByRole('checkbox', { name: 'Folders: read' }).check();
  await admin.getByRole('button', { name: 'Create role' }).click();
  await admin.getByRole('link', { name: 'Night watch' }).click();
  await expect(admin.getByRole('textbox', { name: 'Rule 1: path' })).toHaveValue('/night/**');
  await admin.getByRole('checkbox', { name: 'Tags: read' }).check();
  await admin.getByRole('button', { name: 'Save role' }).click();
  await confirm(/Save the role Night watch/, 'Nobody gains or loses', 'Save for everyone');
  await admin.getByRole('link', { name: 'Night watch' }).click();
  await expect(admin.getByRole('textbox', { name: 'Rule 1: path' })).toHaveValue('/night/**');
  await expect(admin.getByRole('textbox', { name: 'Rule 1: environment' })).toHaveValue(
    'dev, staging',
  );
  await expect(admin.getByRole('checkbox', { name: 'Folders: read' })).toBeChecked();
  await expect(admin.getByRole('checkbox', { name: 'Tags: read' })).toBeChecked();
  await admin.getByRole('button', { name: 'Cancel' }).click();
  await admin.getByRole('link', { name: 'Viewer', exact: true }).click();
  await expect(admin.getByRole('button', { name: 'Save role' })).toBeDisabled();
});

test('environments and folders are created, renamed and deleted', async () => {
  await place(admin, 'Project settings').click();
  await admin.getByRole('link', { name: 'Environments', exact: true }).click();
  await admin.getByRole('button', { name: 'Create environment' }).click();
  const create = admin.getByRole('dialog', { name: 'Create environment' });
  await create.getByLabel('Name').fill('Test bench');
  await expect(create.getByLabel('Slug')).toHaveValue('test-bench');
  await create.getByRole('button', { name: 'Create environment' }).click();
  await choose('Test bench', 'Edit');
  await admin.getByRole('dialog').getByLabel('Name').fill('Bench');
  await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await choose('Bench', 'Delete');
  await admin.getByRole('dialog').getByRole('button', { name: 'Delete environment' }).click();
  await expect(admin.getByRole('row')).toHaveCount(4);

  await place(admin, 'Secrets').click();
  await admin.getByRole('button', { name: 'Add folder' }).click();
  await admin.getByRole('dialog').getByLabel('Name').fill('night');
  await admin.getByRole('dialog').getByRole('button', { name: 'Add folder' }).click();
  await choose('folder night', 'Rename');
  await admin.getByRole('dialog').getByLabel('Name').fill('nights');
  await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await admin.getByRole('link', { name: 'nights' }).click();
  await addSecret(admin, 'LAMP', 'on');
  await admin
    .getByRole('navigation', { name: 'Folders above' })
    .getByRole('link', { name: 'root' })
    .click();
  await choose('folder nights', 'Delete');
  await expect(admin.getByRole('dialog')).toContainText('It has content');
  await admin.getByRole('dialog').getByRole('button', { name: 'Delete with all content' }).click();
  await expect(admin.getByRole('list', { name: 'Folders' })).toHaveCount(0);
  await choose('VALVES', 'Delete');
  await admin.getByRole('dialog').getByRole('button', { name: 'Delete secret' }).click();
  await expect(admin.getByText('Nothing here yet')).toBeVisible();
});

test('a machine identity has a place in a project of its own', async () => {
  await place(admin, 'Machine identities').click();
  await admin.getByRole('button', { name: 'Create machine identity' }).first().click();
  await admin.getByRole('dialog').getByLabel('Name').fill('night-bot');
  await admin.getByRole('dialog').getByRole('button', { name: 'Create machine identity' }).click();
  await expect(admin.getByText('In no group yet')).toBeVisible();
  await openProjectAccess(admin, project, 'Machine identities');
  await admin.getByRole('button', { name: 'Add machine identity' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Add machine identity' });
  await dialog.getByRole('option', { name: 'night-bot' }).click();
  await dialog.getByRole('checkbox', { name: 'Viewer', exact: true }).check();
  await dialog.getByRole('button', { name: 'Add machine identity' }).click();
  const row = admin.getByRole('row', { name: /night-bot/ });
  await expect(row).toContainText('Viewer');
  await choose('night-bot', 'Edit direct roles');
  const edit = admin.getByRole('dialog', { name: 'Roles of night-bot' });
  await expect(edit.getByRole('checkbox', { name: 'Viewer', exact: true })).toBeChecked();
  await edit.getByRole('checkbox', { name: 'Night watch' }).check();
  await edit.getByRole('button', { name: 'Save roles' }).click();
  await expect(row).toContainText('Night watch');
  await choose('night-bot', 'Remove direct roles');
  await confirm(/Remove night-bot/, 'night-bot', 'Remove from project');
  await expect(row).toHaveCount(0);
});

test('an administrator takes over a project that only others are in', async () => {
  await ada.goto(`${server.url}/`);
  await ada.getByRole('button', { name: 'Create project' }).first().click();
  await ada.getByRole('dialog').getByLabel('Name').fill('Notes on the engine');
  await ada.getByRole('dialog').getByRole('button', { name: 'Create project' }).click();
  await expect(ada.getByText('direct', { exact: true })).toBeVisible();
  await place(admin, 'Home').click();
  const link = admin.getByRole('link', { name: 'Notes on the engine' });
  await expect(admin.getByRole('link', { name: project, exact: true })).toBeVisible();
  await expect(link).toHaveCount(0);
  await admin.getByRole('checkbox', { name: /every project/ }).check();
  await admin.getByRole('button', { name: 'Take over Notes on the engine' }).click();
  await confirm(/Take over Notes on the engine/, 'in Notes on the engine', 'Make me an admin');
  await expect(link).toBeVisible();
});

test('a folder of many secrets draws only what the window shows', async () => {
  await enterProject(admin, project);
  const projectId = new URL(admin.url()).pathname.split('/')[2];
  await admin.evaluate(async (id) => {
    for (let number = 0; number < 300; number++) {
      const headers = { 'content-type': 'application/json', 'x-coterie-console': '1' };
      const body = { projectId: id, environment: 'staging', secretPath: '/', secretValue: 'x' };
      const name = `KEY_${String(number).padStart(3, '0')}`;
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const { status } = await fetch(`/api/v4/secrets/${name}`, init);
      if (status !== 200) throw new Error(`${name}: ${status}`);
    }
  }, projectId);
  await admin.getByRole('tab', { name: 'Staging' }).click();
  await expect(admin.getByRole('row', { name: /KEY_000/ })).toBeVisible();
  expect(await admin.getByRole('row').count()).toBeLessThan(100);
  await admin.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect(admin.getByRole('row', { name: /KEY_299/ })).toBeInViewport();
  await expect(admin.getByRole('row', { name: /KEY_000/ })).toHaveCount(0);
});

test('a mistake is told at its field, and what was typed stays', async () => {
  await place(admin, 'Groups').click();
  await admin.getByRole('button', { name: 'Create group' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create group' });
  await dialog.getByLabel('Name').fill('Research again');
  await dialog.getByLabel('Slug').fill('Not a slug!');
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await expect(dialog.getByLabel('Slug')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByText(/lower-case letters/)).toBeVisible();
  await expect(dialog.getByLabel('Name')).toHaveValue('Research again');
  await dialog.getByLabel('Slug').fill('engineering');
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await expect(dialog.getByText(/engineering/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('a lost connection is said, and found again by itself', async () => {
  await admin.context().setOffline(true);
  await place(admin, 'Members').click();
  const banner = admin.getByRole('alert').filter({ hasText: 'cannot be reached' });
  await expect(banner).toBeVisible();
  await admin.context().setOffline(false);
  await expect(banner).toBeHidden();
  await expect(admin.getByRole('row', { name: /Ada Lovelace/ })).toBeVisible();
});

test('a group and a project are deleted, each with its consequences shown', async () => {
  await place(admin, 'Groups').click();
  await choose('Research', 'Delete');
  await confirm(/Delete Research/, 'Ada Lovelace', 'Delete group');
  await expect(admin.getByText('No groups yet')).toBeVisible();
  await enterProject(admin, project);
  await place(admin, 'Project settings').click();
  await admin.getByRole('button', { name: 'Delete project' }).click();
  const dialog = admin.getByRole('dialog', { name: `Delete ${project}?` });
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toContainText(
    'Joan Clarke',
  );
  await expect(dialog.getByRole('button', { name: 'Delete project' })).toBeDisabled();
  await dialog.getByLabel(/Type “Colossus”/).fill(project);
  await dialog.getByRole('button', { name: 'Delete project' }).click();
  await expect(admin.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  await expect(admin.getByRole('link', { name: 'Notes on the engine' })).toBeVisible();
  await expect(admin.getByRole('link', { name: project, exact: true })).toHaveCount(0);
});
