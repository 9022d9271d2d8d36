import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Endpoint, endpoints, members, memberships, secrets } from '@coterie/contract';
import { subjectsOf } from '@coterie/kernel';
import { type Raw, rawOf } from '../support/attempts.ts';
import { type Company, type House, openCompany, openHouse, type Person } from '../support/house.ts';
import { hide, type Things, valuesFrom } from './support/hidden.ts';
import { samplesOf } from './support/samples.ts';

const reading = /^(read|readValue|describeSecret|get-token)$/;
const allBut = (level: 'organization' | 'project') =>
  Object.entries(subjectsOf(level)).map(([subject, { actions }]) => ({
    subject,
    action: actions.filter((action) => !reading.test(action)),
  }));
/** What is not a write of a thing, and what could not be tried by one who reads nothing, with the reason. */
const left: Record<string, string> = {
  'members.invite': 'has the address only that was sent',
  'session.signOut': 'ends the session',
  'projects.takeProject': 'makes the asker one who reads all',
};

/** Law 22, §4: whoever may write everything and read nothing is told by no answer what stands there. */
describe('an answer to a write shows no more than a read would have', () => {
  let house: House;
  let company: Company;
  let writer: Person;
  let raw: Raw;
  let rules: object[];
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    rules = allBut('organization').filter(({ action }) => action.length > 0);
    await company.role('writer', rules);
    writer = await company.person('Writer', 'writer');
    raw = rawOf(house.url, writer.token);
  });
  after(() => house.close());

  async function scene(): Promise<Things> {
    const { inProject, inOrganization } = await hide(company);
    const things = { ...inProject, ...inOrganization };
    const projectId = things.project as string;
    const role = await company.role(
      'writing',
      allBut('project').filter(({ action }) => action.length > 0),
      projectId,
    );
    await company.admin.call(memberships.addProjectUser, {
      params: { projectId, userId: writer.id },
      body: { roles: [{ role: role.slug }] },
    });
    return things;
  }

  const writes = Object.entries(endpoints).filter(
    ([name, { method, who }]) => method !== 'GET' && who.kind !== 'anyone' && !(name in left),
  );
  const answered = new Set<string>();

  it('of a secret that may be changed and not described, the reminder is not told', async () => {
    const project = await company.project('Reminded');
    const at = { projectId: project.id, environment: 'dev' };
    await company.admin.call(secrets.createSecret, {
      params: { secretName: 'KEY' },
      body: { ...at, secretValue: 'v', secretReminderNote: 'ask Ada', secretReminderRepeatDays: 9 },
    });
    const changing = [{ subject: 'secrets', action: ['edit', 'delete'] }];
    const role = await company.role('changer', changing, project.id);
    const changer = await company.person('Changer', 'no-access');
    await company.addUser(project, changer, role.slug);
    for (const { secret } of [
      await changer.call(secrets.editSecret, {
        params: { secretName: 'KEY' },
        body: { ...at, secretValue: 'w' },
      }),
      await changer.call(secrets.deleteSecret, { params: { secretName: 'KEY' }, body: at }),
    ])
      assert.deepEqual([secret.secretReminderNote, secret.secretReminderRepeatDays], [null, null]);
  });

  it('the link of an invitation is shown to whoever made it, who may do no more than that', async () => {
    await company.role('inviter', [{ subject: 'member', action: ['create'] }]);
    const inviter = await company.person('Inviter', 'inviter');
    const made = await inviter.call(members.invite, {
      params: { orgId: company.orgId },
      body: { email: 'new@example.com', role: 'no-access' },
    });
    assert.match(made.link ?? '', /\/invite#token=/);
    assert.ok(Date.parse(made.invitation.expiresAt) > Date.now());
  });

  async function ask(name: string, endpoint: Endpoint, things: Things): Promise<string[]> {
    const [one] = samplesOf(endpoint, valuesFrom({ ...things, self: writer.id }, company.orgId));
    assert.ok(one);
    const search = new URLSearchParams((one.query ?? {}) as Record<string, string>).toString();
    const path = `${one.path}${search ? `?${search}` : ''}`;
    const { status, text } = await raw(endpoint.method, path, one.body);
    if (status === 200) answered.add(name);
    const sent = JSON.stringify([decodeURIComponent(path), one.body]);
    // Whoever has a way to a project reads what it is called, and where it may write.
    const isOwn = (what: string) =>
      (what === 'projectSlug' || what === 'environmentSlug') &&
      /projects\.|compatProjects\./.test(name);
    const isId = (value: string) => /^[0-9a-f]{8}-/.test(value);
    return Object.entries(things).flatMap(([what, value]) =>
      isOwn(what) || isId(value) || sent.includes(value) || !text.includes(value)
        ? []
        : [`${name} tells ${what}: ${sent} ${status} ${text.slice(0, 400)}`],
    );
  }

  it('of what is changed and of what is there', async () => {
    let things = await scene();
    const faults: string[] = [];
    for (const [name, endpoint] of writes) {
      if (endpoint.method === 'DELETE') continue;
      faults.push(...(await ask(name, endpoint, things)));
      // What was made or renamed under another name would hide what is told.
      if (/merge|switch|select/.test(endpoint.path)) things = await scene();
    }
    assert.deepEqual(faults, []);
  });

  it('of what is deleted', async () => {
    const faults: string[] = [];
    for (const [name, endpoint] of writes)
      if (endpoint.method === 'DELETE') faults.push(...(await ask(name, endpoint, await scene())));
    assert.deepEqual(faults, []);
  });

  it('most of them were let', () => {
    const silent = writes.map(([name]) => name).filter((name) => !answered.has(name));
    assert.ok(answered.size >= 60, `${answered.size} of ${writes.length}: not ${silent.join(' ')}`);
  });
});
