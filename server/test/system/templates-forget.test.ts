import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { members } from '@coterie/contract';
import { allowed } from '../support/attempts.ts';
import { cast, may } from '../support/cast.ts';

describe('project templates, what they name', () => {
  const { company, root, one, person, member } = cast();
  const path = '/api/v1/project-templates';

  it('whoever is removed from the organization is in no template', async () => {
    const leaver = await person('no-access');
    const users = [{ username: leaver.email, roles: ['admin'] }];
    const { body } = await allowed(() => root('POST', path, { name: one('template'), users }));
    const { id } = body.projectTemplate as { id: string };
    await allowed(() => root('DELETE', member(leaver.membershipId)));
    await company().admin.call(members.invite, {
      params: { orgId: company().orgId },
      body: { email: leaver.email, role: 'no-access' },
    });
    const { text } = await allowed(() => root('GET', `${path}/${id}`));
    assert.ok(!text.includes(leaver.email), text);
  });

  it('only what the caller may see can be named', async () => {
    const clerk = await person([may('project-templates', 'create')]);
    const hidden = await person('no-access');
    const { slug } = await company().group(one('Hidden '));
    const robot = await company().identity(one('robot'));
    const roles = ['viewer'];
    for (const holders of [
      { users: [{ username: hidden.email, roles }] },
      { groups: [{ groupSlug: slug, roles }] },
      { identities: [{ identityId: robot.id, roles }] },
    ]) {
      const { status } = await clerk.raw('POST', path, { name: one('template'), ...holders });
      assert.equal(status, 404, JSON.stringify(holders));
    }
  });
});
