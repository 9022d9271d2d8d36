import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { type Server, startServer } from './server.ts';
import {
  accept,
  addSecret,
  addToProject,
  assign,
  confirmAdd,
  confirmRemoval,
  createGroup,
  enterProject,
  fillSetUp,
  invite,
  isAccessible,
  openPicker,
  openProjectAccess,
  organization,
  password,
  place,
  seesNoProject,
  shot,
  startRemovingGroup,
  unassign,
} from './steps.ts';

test.describe.configure({ mode: 'serial' });

let server: Server;
let context: BrowserContext;
let admin: Page;
let alan: Page;
let ada: Page;
let grace: Page;
const project = 'Enigma';
/** What the browser held against the pages: the content security policy is strict. */
const violations: string[] = [];

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  admin = await context.newPage();
  admin.on('console', (message) => {
    if (/content security policy|trusted/i.test(message.text())) violations.push(message.text());
  });
  admin.on('pageerror', (error) => violations.push(error.message));
});
test.afterAll(async () => {
  await server?.stop();
});

test('set-up makes the first administrator and takes the token out of the address', async () => {
  await admin.goto(`${server.url}/login`);
  await expect(admin.getByText('Coterie is not set up yet')).toBeVisible();
  await fillSetUp(admin, server);
  await expect(admin).toHaveURL(`${server.url}/setup`);
  await isAccessible(admin);
  await shot(admin, '01-setup');
  await admin.getByRole('button', { name: 'Create administrator' }).click();
  await expect(admin.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  await expect(admin.getByText('No projects yet')).toBeVisible();
  await isAccessible(admin);
});

test('a project is created, its slug following the name', async () => {
  await admin.getByRole('button', { name: 'Create project' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create project' });
  await dialog.getByLabel('Name').fill(project);
  await expect(dialog.getByLabel('Slug')).toHaveValue('enigma');
  await dialog.getByLabel('Description').fill('Keys of the day');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(admin.getByRole('heading', { name: project, level: 1 })).toBeVisible();
  await expect(admin.getByRole('tab')).toHaveCount(3);
  await expect(admin.getByRole('tab', { name: /dev/i })).toHaveAttribute('aria-selected', 'true');
});

test('secrets are kept in environments and folders, values shown only on asking, versions kept', async () => {
  await addSecret(admin, 'DATABASE_URL', 'postgres://dev.example.org/enigma');
  await addSecret(admin, 'API_TOKEN', 'rotor-one');
  const row = admin.getByRole('row', { name: /API_TOKEN/ });
  await expect(admin.getByText('rotor-one')).toHaveCount(0);
  await row.getByRole('button', { name: 'Show value of API_TOKEN' }).click();
  await expect(row.getByText('rotor-one')).toBeVisible();

  await row.getByRole('button', { name: 'Actions for API_TOKEN' }).click();
  await admin.getByRole('menuitem', { name: 'Edit' }).click();
  const edit = admin.getByRole('dialog', { name: 'Edit API_TOKEN' });
  await expect(edit.getByLabel('Value')).toHaveValue('rotor-one');
  await edit.getByLabel('Value').fill('rotor-two');
  await edit.getByLabel('Comment').fill('changes each day');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(row.getByText('v2')).toBeVisible();
  await shot(admin, '02-secrets');

  await row.getByRole('button', { name: 'Actions for API_TOKEN' }).click();
  await admin.getByRole('menuitem', { name: 'History' }).click();
  const history = admin.getByRole('dialog', { name: 'History of API_TOKEN' });
  await history.getByRole('button', { name: 'Show version 1' }).click();
  await expect(history.getByText('rotor-one')).toBeVisible();
  await expect(history.getByText(/Joan Clarke/).first()).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '03-secret-history');
  await admin.keyboard.press('Escape');
  await expect(history).toBeHidden();

  await admin.getByRole('button', { name: 'Add folder' }).click();
  const folder = admin.getByRole('dialog', { name: 'Add folder' });
  await folder.getByLabel('Name').fill('bombe');
  await folder.getByRole('button', { name: 'Add folder' }).click();
  await admin.getByRole('link', { name: 'bombe' }).click();
  await addSecret(admin, 'DRUM_SPEED', '120');
  await admin
    .getByRole('navigation', { name: 'Folders above' })
    .getByRole('link', { name: 'root' })
    .click();
  await expect(admin.getByRole('row', { name: /DATABASE_URL/ })).toBeVisible();

  await admin.getByRole('tab', { name: /prod/i }).click();
  await addSecret(admin, 'API_TOKEN', 'production-rotor');
  await isAccessible(admin);
});

test('people are invited by a link and accept it', async ({ browser }) => {
  const links: string[] = [];
  for (const [first, last] of [
    ['Alan', 'Turing'],
    ['Ada', 'Lovelace'],
    ['Grace', 'Hopper'],
  ] as const) {
    links.push(await invite(admin, first, last));
    if (first === 'Grace') await shot(admin, '04-invitation-link');
    await admin.getByRole('button', { name: 'Done' }).click();
  }
  await expect(admin.getByRole('row', { name: /Alan Turing.*Invited/ })).toBeVisible();
  [alan, ada, grace] = (await Promise.all(links.map((link) => accept(browser, server, link)))) as [
    Page,
    Page,
    Page,
  ];
  await admin.reload();
  await expect(admin.getByRole('row', { name: /Alan Turing.*Active/ })).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '05-members');
  await seesNoProject(ada);
});

test('a group is created and people are assigned by the users icon', async () => {
  await createGroup(admin, 'Engineering');
  await assign(admin, 'Engineering', 'Alan Turing');
  await assign(admin, 'Engineering', 'Ada Lovelace');
  const picker = await openPicker(admin, 'Engineering');
  await expect(picker.getByRole('checkbox', { checked: true })).toHaveCount(2);
  await isAccessible(admin);
  await shot(admin, '06-member-picker');
  await picker.getByRole('button', { name: 'Close' }).click();
  await expect(admin.getByRole('button', { name: 'Manage members of Engineering' })).toBeFocused();
});

test('a machine identity gets a client secret, shown once, and joins the group', async () => {
  await place(admin, 'Machine identities').click();
  await admin.getByRole('button', { name: 'Create machine identity' }).first().click();
  const dialog = admin.getByRole('dialog', { name: 'Create machine identity' });
  await dialog.getByLabel('Name').fill('deploy-bot');
  await dialog.getByRole('button', { name: 'Create machine identity' }).click();
  await admin.getByRole('button', { name: 'Enable universal auth' }).click();
  await expect(admin.getByRole('textbox', { name: 'Client id' })).not.toHaveValue('');
  await admin.getByRole('button', { name: 'Create client secret' }).click();
  const secret = admin.getByRole('dialog', { name: /client secret/i });
  await secret.getByLabel('Description').fill('build server');
  await secret.getByRole('button', { name: 'Create client secret' }).click();
  await expect(secret.getByRole('textbox', { name: 'Client secret' })).not.toHaveValue('');
  await shot(admin, '07-client-secret');
  await secret.getByRole('button', { name: 'Done' }).click();
  await expect(admin.getByRole('textbox', { name: 'Client secret' })).toHaveCount(0);
  await expect(admin.getByRole('row', { name: /build server/ })).toBeVisible();
  await isAccessible(admin);
  await assign(admin, 'Engineering', 'deploy-bot', 'Machine identities');
  await shot(admin, '08-groups');
  await isAccessible(admin);
});

test('a custom organization role lets the members of its group do exactly what it says', async () => {
  await place(admin, 'Organization roles').click();
  await admin.getByRole('button', { name: 'Create role' }).click();
  await admin.getByLabel('Name').fill('Group maker');
  await admin.getByRole('checkbox', { name: 'Groups: read', exact: true }).check();
  await admin.getByRole('checkbox', { name: 'Groups: create', exact: true }).check();
  await isAccessible(admin);
  await shot(admin, '09-organization-role');
  await admin.getByRole('button', { name: 'Create role' }).click();
  await expect(admin.getByRole('row', { name: /Group maker.*Custom/ })).toBeVisible();

  await place(grace, 'Groups').click();
  await expect(grace.getByRole('button', { name: 'Create group' }).first()).toBeDisabled();
  await createGroup(admin, 'Founders', 'Group maker');
  await assign(admin, 'Founders', 'Grace Hopper');
  await grace.reload();
  await expect(grace.getByRole('button', { name: 'Create group' }).first()).toBeEnabled();
  await createGroup(grace, 'Cryptanalysts');
  await place(grace, 'Members').click();
  await expect(grace.getByRole('button', { name: 'Invite user' })).toBeDisabled();
  await grace.getByRole('button', { name: 'Invite user' }).focus();
  await grace.keyboard.press('Shift+Tab');
  await grace.keyboard.press('Tab');
  await expect(grace.getByRole('tooltip')).toHaveText(/Users: create/);
});

test('a group added to a project gives its members its role there (law 2)', async () => {
  const dialog = await addToProject(admin, project, 'group', 'Engineering', 'Viewer');
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toContainText(
    'Ada Lovelace',
  );
  await isAccessible(admin);
  await shot(admin, '10-add-group');
  await confirmAdd(dialog, 'group');
  await expect(admin.getByRole('row', { name: /Engineering.*Viewer/ })).toBeVisible();
  await isAccessible(admin);

  await enterProject(ada, project);
  const row = ada.getByRole('row', { name: /API_TOKEN/ });
  await row.getByRole('button', { name: 'Show value of API_TOKEN' }).click();
  await expect(row.getByText('rotor-two')).toBeVisible();
  await expect(ada.getByRole('button', { name: 'Add secret' })).toBeDisabled();
  await shot(ada, '11-viewer-sees-secrets');
});

test('another role for the group is another role for its members, at once', async () => {
  await admin.getByRole('button', { name: 'Actions for Engineering' }).click();
  await admin.getByRole('menuitem', { name: 'Edit roles' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Roles of Engineering' });
  await dialog.getByRole('checkbox', { name: 'Viewer', exact: true }).uncheck();
  await dialog.getByRole('checkbox', { name: 'Member', exact: true }).check();
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toContainText(
    'Ada Lovelace',
  );
  await dialog.getByRole('button', { name: 'Save roles' }).click();
  await expect(dialog).toBeHidden();
  await ada.reload();
  await addSecret(ada, 'ADDED_BY_ADA', 'yes');
});

test('who leaves the group loses the project at the next click, and has it back on joining (law 4)', async () => {
  await unassign(admin, 'Engineering', 'Ada Lovelace');
  await ada.getByRole('tab', { name: /prod/i }).click();
  await expect(ada.getByText('You have no access to this project')).toBeVisible();
  await shot(ada, '12-removed-from-group');
  await seesNoProject(ada);
  await enterProject(alan, project);
  await assign(admin, 'Engineering', 'Ada Lovelace');
  await ada.reload();
  await enterProject(ada, project);
});

test('a group removed from the project takes its roles along, for everyone (law 3)', async () => {
  const dialog = await startRemovingGroup(admin, project, 'Engineering');
  const preview = dialog.getByRole('region', { name: 'What this changes' });
  await expect(preview).toContainText('Ada Lovelace');
  await expect(preview).toContainText('Alan Turing');
  await isAccessible(admin);
  await shot(admin, '13-what-if');
  await confirmRemoval(dialog);
  await seesNoProject(ada);
  await seesNoProject(alan);
});

test('a direct role stays when the group goes (laws 5 and 6)', async () => {
  await confirmAdd(await addToProject(admin, project, 'user', 'Ada Lovelace', 'Viewer'), 'user');
  await confirmAdd(await addToProject(admin, project, 'group', 'Engineering', 'Member'), 'group');
  await openProjectAccess(admin, project, 'Users');
  const row = admin.getByRole('row', { name: /Ada Lovelace/ });
  await expect(row.getByText('direct', { exact: true })).toBeVisible();
  await expect(row.getByText('via Engineering')).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '14-routes');
  await enterProject(ada, project);
  await expect(ada.getByRole('button', { name: 'Add secret' })).toBeEnabled();

  await confirmRemoval(await startRemovingGroup(admin, project, 'Engineering'));
  await seesNoProject(alan);
  await enterProject(ada, project);
  await expect(ada.getByRole('button', { name: 'Add secret' })).toBeDisabled();
  await openProjectAccess(admin, project, 'Users');
  await expect(row.getByText('direct', { exact: true })).toBeVisible();
  await expect(row.getByText('via Engineering')).toHaveCount(0);
});

test('two groups add up (law 5)', async () => {
  await createGroup(admin, 'Release');
  await assign(admin, 'Release', 'Alan Turing');
  await confirmAdd(await addToProject(admin, project, 'group', 'Engineering', 'Viewer'), 'group');
  await enterProject(alan, project);
  await expect(alan.getByRole('button', { name: 'Add secret' })).toBeDisabled();
  const dialog = await addToProject(admin, project, 'group', 'Release', 'Member');
  await dialog.getByRole('checkbox', { name: 'Viewer', exact: true }).check();
  await dialog.getByLabel('Viewer until').fill('2099-01-01T12:00');
  await confirmAdd(dialog, 'group');
  await expect(admin.getByRole('row', { name: /Release/ })).toContainText(
    'until Jan 1, 2099, 12:00 PM',
  );
  await alan.reload();
  await addSecret(alan, 'ADDED_BY_ALAN', 'yes');
});

test('a deny from one group wins over every allow (law 8), and Why says so', async () => {
  await openProjectAccess(admin, project, 'Project roles');
  await admin.getByRole('button', { name: 'Create role' }).click();
  await admin.getByLabel('Name').fill('No production');
  await admin.getByRole('button', { name: 'Add deny rule' }).click();
  await admin.getByLabel('Rule 1: environment condition').selectOption({ label: 'is' });
  await admin.getByRole('textbox', { name: 'Rule 1: environment' }).fill('prod');
  await isAccessible(admin);
  await shot(admin, '15-project-role');
  await admin.getByRole('button', { name: 'Create role' }).click();
  await expect(admin.getByRole('row', { name: /No production.*Custom/ })).toBeVisible();

  await enterProject(ada, project);
  await ada.getByRole('tab', { name: /prod/i }).click();
  await expect(ada.getByRole('row', { name: /API_TOKEN/ })).toBeVisible();

  await createGroup(admin, 'Contractors');
  await assign(admin, 'Contractors', 'Ada Lovelace');
  await confirmAdd(
    await addToProject(admin, project, 'group', 'Contractors', 'No production'),
    'group',
  );
  await ada.reload();
  await ada.getByRole('tab', { name: /dev/i }).click();
  await expect(ada.getByRole('row', { name: /API_TOKEN/ })).toBeVisible();
  await ada.getByRole('tab', { name: /prod/i }).click();
  await expect(ada.getByText('Nothing here yet')).toBeVisible();
  await expect(ada.getByRole('row', { name: /API_TOKEN/ })).toHaveCount(0);

  await openProjectAccess(admin, project, 'Users');
  const row = admin.getByRole('row', { name: /Ada Lovelace/ });
  await expect(row.getByText('via Contractors')).toBeVisible();
  await expect(row.getByText('via Engineering')).toBeVisible();
  await row.getByRole('button', { name: 'Why?' }).click();
  const why = admin.getByRole('dialog', { name: /Ada Lovelace in Enigma/ });
  await expect(why.getByText('Allowed', { exact: true })).toBeVisible();
  await why.getByLabel('Environment').selectOption({ label: 'Production' });
  await expect(why.getByText('Not allowed', { exact: true })).toBeVisible();
  await expect(why.getByRole('listitem').filter({ hasText: 'Contractors' })).toContainText(
    'this route decides',
  );
  await isAccessible(admin);
  await shot(admin, '16-why');
  await why.getByRole('button', { name: 'Close' }).click();
});

test('every page is accessible, and each says what it is', async () => {
  await place(admin, 'Explain access').click();
  await admin.getByRole('combobox', { name: 'Who' }).fill('Ada');
  await admin.getByRole('option', { name: /Ada Lovelace/ }).click();
  await admin.getByRole('combobox', { name: 'Project' }).fill(project);
  await admin.getByRole('option', { name: new RegExp(project) }).click();
  await expect(admin.getByRole('list', { name: 'Routes' })).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '17-explain');
  await place(admin, 'Access log').click();
  await admin.getByRole('button', { name: 'Verify chain' }).click();
  await expect(admin.getByText(/The chain is whole/)).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '18-access-log');
  await place(admin, 'Groups').click();
  await admin.getByRole('link', { name: 'Engineering', exact: true }).click();
  for (const tab of ['Members', 'Projects', 'Activity']) {
    await admin.getByRole('tab', { name: tab }).click();
    await expect(admin.getByRole('tabpanel')).toContainText(/./);
    await isAccessible(admin);
    if (tab === 'Projects') await shot(admin, '19-group');
  }
  await enterProject(admin, project);
  await place(admin, 'Project settings').click();
  await isAccessible(admin);
  await place(admin, 'Home').click();
  await expect(admin.getByRole('link', { name: project, exact: true })).toBeVisible();
  await isAccessible(admin);
  await shot(admin, '20-home');
});

test('signing out ends the session, signing in begins another', async () => {
  await admin.getByRole('button', { name: 'Account: Joan Clarke' }).click();
  await admin.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(admin.getByRole('heading', { name: 'Sign in to Coterie' })).toBeVisible();
  await admin.goto(`${server.url}/organization/groups`);
  await expect(admin.getByRole('heading', { name: 'Sign in to Coterie' })).toBeVisible();
  await isAccessible(admin);
  await admin.getByLabel('E-mail').fill('joan@example.org');
  await admin.getByLabel('Password').fill('not the password');
  await admin.getByRole('button', { name: 'Sign in' }).click();
  await expect(admin.getByRole('alert')).toBeVisible();
  await expect(admin.getByLabel('E-mail')).toHaveValue('joan@example.org');
  await admin.getByLabel('Password').fill(password);
  await admin.getByRole('button', { name: 'Sign in' }).click();
  await expect(admin.getByRole('row', { name: /Engineering/ })).toBeVisible();
  await expect(admin.getByText(organization).first()).toBeVisible();
  expect(violations).toEqual([]);
});
