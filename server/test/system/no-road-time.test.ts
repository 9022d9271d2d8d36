import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { organizationSubjects } from '@coterie/kernel';
import { allowed, dbOf, refused } from '../support/attempts.ts';
import { cast, may, soon } from '../support/cast.ts';
import { denyAll } from '../support/denials.ts';

describe('no road around the rights, to the last admin', () => {
  const { house, company, root, person, group, member, rootStays } = cast((made) =>
    made.role('kill', denyAll(organizationSubjects)),
  );

  it('the last admin is not denied, ended, nor left to one whose time ends, by anyone', async () => {
    const admins = await group('admin');
    const b = await person('no-access', 'b');
    const own = `/api/v1/groups/${admins}/users/${b.email}`;
    const { users } = (await rootStays()).body as { users: { id: string; userId: string }[] };
    const rootMembership = users.find(({ userId }) => userId === company().adminId)?.id ?? '';
    await allowed(() => root('POST', own, { validUntil: soon() }));
    await refused(house(), () => root('PATCH', member(rootMembership), { role: 'member' }), 409);
    const trap = await group('kill');
    await refused(
      house(),
      () => root('POST', `/api/v1/groups/${trap}/users/${company().adminEmail}`, {}),
      409,
    );
    await allowed(() => root('POST', own, { validUntil: null }));
    await allowed(() => root('PATCH', member(rootMembership), { role: 'member' }));
    await refused(house(), () => b.raw('POST', own, { validUntil: soon() }), 409);
    await refused(house(), () => b.raw('PATCH', `/api/v1/groups/${admins}`, { role: 'kill' }), 409);
    await allowed(() => b.raw('PATCH', member(rootMembership), { role: 'admin' }));
    await rootStays();
  });
});

/** What one holds for a time, or manages, is handed on no further than that. */
describe('no road around the rights, by time and managing', () => {
  const { house, company, root, one, person, group, member } = cast();

  it('joining a group that manages, or controlling an identity that does, needs what it manages', async () => {
    const managing = await group();
    const managed = await group();
    const x = await person('no-access', 'x');
    const adder = await person([may('groups', 'read', 'add-members')]);
    const robot = await company().identity(one('Robot'));
    for (const body of [{ groupId: managing }, { principalId: robot.id }])
      await allowed(() => root('POST', `/api/v1/groups/${managed}/managers`, body));
    await allowed(() => root('POST', `/api/v1/groups/${managed}/users/${x.email}`, {}));
    const removal = () => adder.raw('DELETE', `/api/v1/groups/${managed}/users/${x.email}`);
    await refused(house(), removal);
    await refused(house(), () =>
      adder.raw('POST', `/api/v1/groups/${managing}/users/${adder.email}`, {}),
    );
    await refused(house(), removal);
    const clerk = await person([may('identity', 'read', 'edit', 'create-token')]);
    const base = `/api/v1/auth/universal-auth/identities/${robot.id}`;
    await refused(house(), () => clerk.raw('POST', `${base}/client-secrets`, {}));
    const plain = await company().identity(one('Plain'));
    await allowed(() =>
      clerk.raw('POST', base.replace(robot.id, plain.id).concat('/client-secrets'), {}),
    );
    await allowed(() => root('POST', `/api/v1/groups/${managing}/users/${adder.email}`, {}));
    await allowed(removal);
  });

  it('what is held for an hour is made permanent by nobody who holds it so', async () => {
    const giving = await group();
    const p = await person('no-access', 'p');
    const own = `/api/v1/groups/${giving}/users/${p.email}`;
    const project = await company().project(one('Project '));
    await company().addGroup(project, { id: giving }, 'admin');
    await allowed(() => root('POST', own, { validUntil: soon() }));
    await allowed(() => root('POST', `/api/v1/groups/${giving}/managers`, { principalId: p.id }));
    await refused(house(), () => p.raw('POST', own, { validUntil: null }));
    await refused(house(), () => p.raw('POST', own, { validUntil: soon(7200) }));
    await refused(house(), () =>
      p.raw('POST', `/api/v1/projects/${project.id}/memberships/users/${p.id}`, {
        roles: [{ role: 'admin' }],
      }),
    );
    const ended = await company().project(one('Project '));
    const at = `/api/v1/projects/${ended.id}/memberships/users/${p.id}`;
    const hour = {
      role: 'admin',
      isTemporary: true,
      temporaryMode: 'relative',
      temporaryRange: '1h',
      temporaryAccessStartTime: new Date().toISOString(),
    };
    await allowed(() => root('POST', at, { roles: [{ role: 'no-access' }, hour] }));
    await refused(house(), () => p.raw('PATCH', at, { roles: [{ role: 'admin' }] }));
    const admins = await group('admin');
    await allowed(() =>
      root('POST', `/api/v1/groups/${admins}/users/${p.email}`, { validUntil: soon() }),
    );
    await refused(house(), () => p.raw('PATCH', member(p.membershipId), { role: 'admin' }));
    await allowed(() => root('POST', own, { validUntil: null }));
  });

  it('a repeated addition changes no end', async () => {
    const giving = await group();
    const p = await person('no-access', 'p');
    const own = `/api/v1/groups/${giving}/users/${p.email}`;
    await allowed(() => root('POST', own, { validUntil: soon() }));
    const until = async () =>
      (
        await dbOf(house())
          .selectFrom('edges')
          .select('valid_until')
          .where('group_id', '=', giving)
          .executeTakeFirst()
      )?.valid_until?.getTime();
    const was = await until();
    for (const body of [undefined, {}, { reason: 'again' }])
      await allowed(() => root('POST', own, body));
    assert.equal(typeof was, 'number');
    assert.equal(await until(), was);
    await allowed(() => root('POST', own, { validUntil: null }));
    assert.equal(await until(), undefined);
  });

  it('a group that gives something is renamed, and its name taken, only by who holds that', async () => {
    const strong = await group('admin');
    const plain = await group();
    const clerk = await person([may('groups', 'read', 'edit')]);
    await refused(house(), () =>
      clerk.raw('PATCH', `/api/v1/groups/${strong}`, { name: one('Other '), slug: one('other') }),
    );
    await allowed(() => clerk.raw('PATCH', `/api/v1/groups/${plain}`, { name: one('New ') }));
  });
});
