import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { access, type Endpoint, endpoints, groups } from '@coterie/contract';
import { textOf } from '../support/attempts.ts';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';
import { hide, nowhere, type Things, valuesFrom } from './support/hidden.ts';
import { type Sample, samplesOf, type Values } from './support/samples.ts';

/** What is not called here, and why. */
const left: Record<string, string> = {
  'account.changePassword': 'asks for the password, and is about oneself alone',
  'account.changeEmail': 'the same',
  'session.signOut': 'ends the session that asks',
  'session.switchOrganization': 'is about organizations, which matrix.test.ts asks about',
  'session.selectOrganization': 'the same',
  'factors.confirmTotp': "is about one's own app",
  'factors.addPasskey': 'the same of a passkey',
  'factors.makeRecoveryCodes': 'the same of recovery codes',
  'factors.stepUp': 'the same of a proof',
};
/** A name that has to be free is told to be taken: it could not be given twice, nor be refused without saying so. */
const tellsTaken = /^\/api\/(v1\/projects|v2\/workspace)$/;

/** A manager adds whoever has an address or id, and so learns that there is someone. */
const addsOthers = new Set([
  'groups.addGroupUser',
  'groups.removeGroupUser',
  'groups.addGroupIdentity',
  'groups.removeGroupIdentity',
  'groups.bulkMembers',
  'access.whatIf',
]);

type Asker = { name: string; id: string; token: string; hidden: Things; scenes: Things[] };
type Told = { status: number; text: string; headers: string };

/** Law 22: nothing that the asker has no way to is told, and its ids are answered as those of nothing. */
const ofContent = /^\/api\/v\d\/(secrets|folders|secret-imports)/;

/** The question what an act would do, for each request of each act. */
const questionsWith = (values: Values): Sample[] =>
  Object.values(endpoints)
    .filter(({ isAct }) => isAct)
    .flatMap((endpoint) =>
      samplesOf(endpoint, values).map(({ path, query, body }) => {
        const search = new URLSearchParams((query ?? {}) as Record<string, string>).toString();
        const change = { method: endpoint.method, path: search ? `${path}?${search}` : path, body };
        return { path: access.whatIf.path, body: { changes: [change] } };
      }),
    );

/** The path that a request names: that of the act, where it asks about one. */
const pathOf = ({ path, body }: Sample): string =>
  (body as { changes?: { path: string }[] } | undefined)?.changes?.[0]?.path ?? path;

describe('what one may not see is not told', () => {
  let house: House;
  let company: Company;
  let things: Things;
  const askers: Asker[] = [];
  const tried = new Set<string>();
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    const { inProject, inOrganization } = await hide(company);
    things = { ...inProject, ...inOrganization };
    const own = await company.project('Own');
    const team = await company.group('Team');
    const [nobody, viewer, manager] = [
      await company.person('Nobody', 'no-access'),
      await company.person('Viewer', 'no-access'),
      await company.person('Manager', 'no-access'),
    ];
    const [member, machine] = [await company.person('Member'), await company.identity('Machine')];
    await company.addUser(own, viewer, 'viewer');
    await company.admin.call(groups.addGroupManager, {
      params: { id: team.id },
      body: { principalId: manager.id },
    });
    const inOwn = { project: own.id, projectSlug: own.slug };
    const ask = (
      name: string,
      { token, id }: { token: string; id: string },
      hidden: Things,
      more: Things[],
    ) => askers.push({ name, id, token, hidden, scenes: [{}, ...more] });
    ask('no access', nobody, things, []);
    ask('a project viewer', viewer, things, [inOwn]);
    ask('a group manager', manager, things, [{ group: team.id }]);
    ask('a machine identity', machine, things, []);
    ask('a plain member', member, inProject, []);
  });
  after(() => house.close());

  const send = async (token: string, { method }: Endpoint, one: Sample): Promise<Told> => {
    const search = new URLSearchParams((one.query ?? {}) as Record<string, string>).toString();
    const response = await fetch(`${house.url}${one.path}${search ? `?${search}` : ''}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(one.body ? { 'content-type': 'application/json' } : {}),
      },
      ...(one.body ? { body: JSON.stringify(one.body) } : {}),
    });
    const headers = JSON.stringify([...response.headers]);
    return { status: response.status, text: await textOf(response), headers };
  };

  /** An answer without what differs from request to request, and with what was asked for by one name. */
  const plain = ({ status, text }: Told, asked: Things): string => {
    let said = text.replace(/"reqId":"[^"]*"/g, '');
    said = said.replace(/"accessVersion":\d+/g, '');
    for (const [name, value] of Object.entries(asked)) said = said.replaceAll(value, `<${name}>`);
    return `${status} ${said}`;
  };

  async function ask(asker: Asker, name: string, endpoint: Endpoint, own: Things) {
    const faults: string[] = [];
    const asked = { ...things, self: asker.id, ...own };
    const unknown = { ...asked, ...nowhere(asker.hidden), ...own };
    const [there, nothing] = [asked, unknown].map((one) => {
      const values = valuesFrom(one, company.orgId);
      return endpoint === access.whatIf ? questionsWith(values) : samplesOf(endpoint, values);
    }) as [Sample[], Sample[]];
    for (const [n, one] of there.entries()) {
      const answer = await send(asker.token, endpoint, one);
      if (answer.status !== 400) tried.add(name);
      const sent = JSON.stringify([decodeURIComponent(one.path), one.query, one.body]);
      for (const [what, value] of Object.entries(asker.hidden))
        if (
          !sent.includes(value) &&
          !(what in own) &&
          (answer.text + answer.headers).includes(value)
        )
          faults.push(`${sent} as ${asker.name} tells ${what}: ${answer.text.slice(0, 300)}`);
      // Public clients take 404 for gone on these paths: 403 stays, and says no more than that.
      if (ofContent.test(pathOf(one)) && answer.status === 403) continue;
      const other = nothing[n] as Sample;
      if (JSON.stringify(other) === JSON.stringify(one)) continue;
      if (tellsTaken.test(pathOf(one)) && answer.status === 409) continue;
      const [given, wanted] = [
        plain(answer, asked),
        plain(await send(asker.token, endpoint, other), unknown),
      ];
      if (given !== wanted)
        faults.push(`${sent} as ${asker.name}: ${given} and of nothing ${wanted}`);
    }
    return faults;
  }

  for (const [name, endpoint] of Object.entries(endpoints)) {
    if (endpoint.who.kind === 'anyone' || name in left) continue;
    it(`${name} tells nothing of it`, async () => {
      const faults: string[] = [];
      const asking = askers.map(async (asker) => {
        for (const own of asker.scenes)
          if (!(own.group && addsOthers.has(name)))
            faults.push(...(await ask(asker, name, endpoint, own)));
      });
      await Promise.all(asking);
      assert.deepEqual(faults, []);
    });
  }

  it('every endpoint was asked in a well-formed way', () => {
    const wanted = Object.entries(endpoints)
      .filter(([name, { who }]) => who.kind !== 'anyone' && !(name in left))
      .map(([name]) => name);
    assert.deepEqual(
      wanted.filter((name) => !tried.has(name)),
      [],
    );
  });
});
