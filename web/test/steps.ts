import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import type { Server } from './server.ts';

export const password = 'correct horse battery staple';
export const organization = 'Bletchley Park';

export const shot = (page: Page, name: string) =>
  page.screenshot({ path: `../test-output/screenshots/${name}.png`, animations: 'disabled' });

/** What fades in has done so: half-way its colours are neither here nor there. */
const atRest = (page: Page) =>
  page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });

/** No serious or critical violation on what is shown. */
export async function isAccessible(page: Page): Promise<void> {
  await atRest(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))).toEqual([]);
}

/** Opens the set-up link and fills the form in; the button is left to the caller. */
export async function fillSetUp(page: Page, server: Server): Promise<void> {
  await page.goto(server.setUpLink);
  await page.getByLabel('First name').fill('Joan');
  await page.getByLabel('Last name').fill('Clarke');
  await page.getByLabel('E-mail').fill('joan@example.org');
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Organization').fill(organization);
}

export const place = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name, exact: true });

/** Goes to a tab of a project's access control. */
export async function openProjectAccess(page: Page, project: string, tab: string): Promise<void> {
  await place(page, 'Home').click();
  await page.getByRole('link', { name: project, exact: true }).click();
  await place(page, 'Access control').click();
  await page
    .getByRole('navigation', { name: 'Project access control' })
    .getByRole('link', { name: tab, exact: true })
    .click();
}

/** Invites somebody and gives the link that is shown where no mail server is configured. */
export async function invite(
  page: Page,
  first: string,
  last: string,
  role?: string,
): Promise<string> {
  const email = `${first.toLowerCase()}@example.org`;
  await place(page, 'Members').click();
  await page.getByRole('button', { name: 'Invite user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite user' });
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('First name').fill(first);
  await dialog.getByLabel('Last name').fill(last);
  if (role !== undefined) await dialog.getByLabel('Role').selectOption({ label: role });
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  const invited = page.getByRole('dialog', { name: `${email} is invited` });
  const link = await invited.getByRole('textbox', { name: 'Invitation link' }).inputValue();
  await expect(invited.getByRole('button', { name: 'Copy invitation link' })).toBeVisible();
  return link;
}

/** Accepts an invitation in a browser of its own; the page is left open on Home. */
export async function accept(browser: Browser, server: Server, link: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { pathname, hash } = new URL(link);
  await page.goto(server.url + pathname + hash);
  await expect(page.getByRole('heading', { name: `Join ${organization}` })).toBeVisible();
  await expect(page).toHaveURL(server.url + pathname);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Accept invitation' }).click();
  await expect(page.getByRole('heading', { name: 'Projects', level: 1 })).toBeVisible();
  return page;
}

export async function createGroup(page: Page, name: string, role?: string): Promise<void> {
  await place(page, 'Groups').click();
  await page.getByRole('button', { name: 'Create group' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Create group' });
  await dialog.getByLabel('Name').fill(name);
  await expect(dialog.getByLabel('Slug')).toHaveValue(name.toLowerCase().replaceAll(' ', '-'));
  if (role !== undefined) await dialog.getByLabel('Role').selectOption({ label: role });
  await dialog.getByRole('button', { name: 'Create group' }).click();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible();
}

/** Opens the member picker of a group by its users icon. */
export async function openPicker(page: Page, group: string): Promise<Locator> {
  await place(page, 'Groups').click();
  await page.getByRole('button', { name: `Manage members of ${group}` }).click();
  return page.getByRole('dialog', { name: `Members of ${group}` });
}

type Kind = 'Users' | 'Machine identities';
/** Ticks or unticks somebody, sees what that does, and does it. */
async function press(page: Page, group: string, who: string, isIn: boolean, kind: Kind) {
  const picker = await openPicker(page, group);
  await picker.getByRole('tab', { name: kind }).click();
  const tick = picker.getByRole('checkbox', { name: who });
  await expect(tick).toBeChecked({ checked: !isIn });
  await tick.setChecked(isIn);
  await confirmPicks(picker, isIn ? `Add ${who}` : `Take out ${who}`);
  await expect(picker.getByRole('checkbox', { name: who })).toBeChecked({ checked: isIn });
  await picker.getByRole('button', { name: 'Close' }).click();
}

/** Presses the button that does what was chosen in a picker, once what it does is told, and waits until it is done. */
export async function confirmPicks(picker: Locator, name: string | RegExp) {
  const tray = picker.getByRole('complementary', { name: 'What is going to happen' });
  await expect(tray.getByRole('region', { name: 'What this changes' })).toBeVisible();
  await tray.getByRole('button', { name }).click();
  await expect(tray.getByRole('list', { name: 'Chosen' })).toBeHidden();
}
export const assign = (page: Page, group: string, who: string, kind: Kind = 'Users') =>
  press(page, group, who, true, kind);
export const unassign = (page: Page, group: string, who: string, kind: Kind = 'Users') =>
  press(page, group, who, false, kind);

/** Adds a group or a user to a project under one role. */
export async function addToProject(
  page: Page,
  project: string,
  kind: 'group' | 'user',
  who: string,
  role: string,
) {
  await openProjectAccess(page, project, kind === 'group' ? 'Groups' : 'Users');
  await page
    .getByRole('button', { name: `Add ${kind}` })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: `Add ${kind}` });
  await dialog.getByRole('combobox').first().fill(who);
  await dialog.getByRole('option', { name: new RegExp(who) }).click();
  await dialog.getByRole('checkbox', { name: role, exact: true }).check();
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toBeVisible();
  return dialog;
}
export async function confirmAdd(dialog: Locator, kind: 'group' | 'user'): Promise<void> {
  await dialog.getByRole('button', { name: `Add ${kind}`, exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Opens the dialog that removes a group from a project; the button is there once the consequences are. */
export async function startRemovingGroup(
  page: Page,
  project: string,
  group: string,
): Promise<Locator> {
  await openProjectAccess(page, project, 'Groups');
  await page.getByRole('button', { name: `Actions for ${group}` }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const dialog = page.getByRole('dialog', { name: `Remove ${group}` });
  await expect(dialog.getByRole('region', { name: 'What this changes' })).toBeVisible();
  return dialog;
}
export async function confirmRemoval(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Remove from project' }).click();
  await expect(dialog).toBeHidden();
}

/** Adds a secret in the folder that is shown. */
export async function addSecret(page: Page, key: string, value: string): Promise<void> {
  await page.getByRole('button', { name: 'Add secret' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add secret' });
  await dialog.getByLabel('Key').fill(key);
  await dialog.getByLabel('Value').fill(value);
  await dialog.getByRole('button', { name: 'Add secret' }).click();
  await expect(page.getByRole('row', { name: new RegExp(key) })).toBeVisible();
}

/** Goes Home and into a project that has to be there. */
export async function enterProject(page: Page, project: string): Promise<void> {
  await place(page, 'Home').click();
  await page.getByRole('link', { name: project, exact: true }).click();
  await expect(page.getByRole('heading', { name: project, level: 1 })).toBeVisible();
}
export async function seesNoProject(page: Page): Promise<void> {
  await page.goto(new URL('/', page.url()).href);
  await expect(page.getByText('No projects yet')).toBeVisible();
}
