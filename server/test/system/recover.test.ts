import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { access, groups, members } from '@coterie/contract';
import {
  type Company,
  callerAt,
  type House,
  openCompany,
  openHouse,
  signIn,
} from '../support/house.ts';

const coterie = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));

describe('coterie admin recover', () => {
  let house: House;
  let company: Company;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
  });
  after(() => house.close());

  const recover = (slug: string, email: string, env: NodeJS.ProcessEnv = {}) =>
    spawnSync(
      process.execPath,
      [coterie, 'admin', 'recover', '--organization', slug, '--email', email],
      { encoding: 'utf8', env: { PATH: process.env.PATH, ...house.env, ...env } },
    );

  it('makes someone administrator who may all, out of groups that deny, while the server runs', async () => {
    const ada = await company.person('Ada', 'no-access');
    await company.role('blind', [{ subject: 'member', action: 'read', inverted: true }]);
    const trap = await company.group('Trap', 'blind');
    await company.join(trap, ada);
    const done = recover('analytical-engines', ada.email);
    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stdout, /ada@example\.com is an administrator of Analytical Engines/);
    assert.match(done.stdout, /Taken out of 1 groups/);
    const again = callerAt(house.url, (await signIn(house.url, ada.email)).accessToken);
    const params = { orgId: company.orgId };
    assert.ok((await again.call(members.listMembers, { params })).totalCount >= 2);
    assert.equal((await again.call(groups.getGroup, { params: { id: trap.id } })).memberCount, 0);
    const [entry] = (await again.call(access.readAccessLog, { query: { limit: 1 } })).entries;
    assert.deepEqual(
      [entry?.actor.type, entry?.command],
      ['recovery', 'member.setRoles edge.remove'],
    );
  });

  it('refuses in words who has no account, and an organization that is not there', () => {
    const nobody = recover('analytical-engines', 'nobody@example.com');
    assert.deepEqual([nobody.status, /has no account/.test(nobody.stderr)], [1, true]);
    const nowhere = recover('nowhere', 'ada@example.com');
    assert.deepEqual([nowhere.status, /no organization/.test(nowhere.stderr)], [1, true]);
  });

  it('needs the root key', () => {
    const other = recover('analytical-engines', 'ada@example.com', {
      COTERIE_ROOT_KEY: Buffer.alloc(32, 7).toString('hex'),
    });
    assert.deepEqual([other.status, /root key/.test(other.stderr)], [1, true]);
  });
});
