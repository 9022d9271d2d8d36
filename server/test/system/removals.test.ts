import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CallFailed, members, memberships, projects, secrets, tags } from '@coterie/contract';
import { sql } from 'kysely';
import type { Running } from '../../src/server.ts';
import type { Tx } from '../../src/store/db.ts';
import { holdMember, holdProject } from '../../src/store/gates.ts';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
} from '../support/house.ts';
import { betweenStatements } from './support/between-statements.ts';

type Project = { id: string };
type Write = (writer: Caller, project: Project, name: string) => Promise<unknown>;

const dev = ({ id }: Project) => ({ projectId: id, environment: 'dev' });
const keyed = (name: string) => ({ params: { secretName: name } });
const create: Write = (writer, project, name) =>
  writer.call(secrets.createSecret, {
    ...keyed(name),
    body: { ...dev(project), secretValue: 'by the writer' },
  });
const personal: Write = (writer, project, name) =>
  writer.call(secrets.createSecret, {
    ...keyed(name),
    body: { ...dev(project), secretValue: 'its own', type: 'personal' },
  });

const writes: Record<string, Write> = {
  'a secret is created': create,
  'a secret is edited': (writer, project, name) =>
    writer.call(secrets.editSecret, {
      ...keyed('KEPT'),
      body: { ...dev(project), secretValue: name },
    }),
  'a folder is made': (writer, project, name) =>
    writer.call(secrets.createFolder, { body: { ...dev(project), path: '/', name } }),
  'a tag is made': (writer, project, name) =>
    writer.call(tags.createTag, {
      params: { projectId: project.id },
      body: { slug: name.toLowerCase() },
    }),
};

describe('a removal of access', { timeout: 240_000 }, () => {
  let house: House;
  let company: Company;
  let other: Running;
  before(async () => {
    house = await openHouse();
    other = await house.addNode();
    company = await openCompany(house);
  });
  after(() => house.close());

  const remove = (project: Project, person: Person) =>
    company.admin.call(memberships.removeProjectUser, {
      params: { projectId: project.id, userId: person.id },
    });
  const content = async (project: Project) => [
    (await company.admin.call(secrets.listSecrets, { query: dev(project) })).secrets.map(
      ({ secretKey, version }) => [secretKey, version],
    ),
    (await company.admin.call(secrets.listFolders, { query: dev(project) })).folders.map(
      ({ name }) => name,
    ),
    (await company.admin.call(tags.listTags, { params: { projectId: project.id } })).tags.length,
  ];

  /** True as soon as a statement waits for a lock that another holds, false once the act is over. */
  async function waits(act: Promise<unknown>): Promise<boolean> {
    let over = false;
    const ended = () => {
      over = true;
    };
    const end = act.then(ended, ended);
    while (!over) {
      const { rows } = await sql`SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(other.parts.db);
      if (rows.length > 0) return true;
      await Promise.race([end, pause(10)]);
    }
    return false;
  }

  for (const [name, write] of Object.entries(writes))
    it(`is the end of writing, whichever two statements it falls between: ${name}`, async () => {
      const word = name.replaceAll(' ', '-');
      const writer = await company.person(word);
      const project = await company.project(word);
      await company.addUser(project, writer, 'member');
      await company.secret(project.id, 'KEPT');
      let turn = 0;
      let removed: Promise<unknown> = Promise.resolve();
      const waited: boolean[] = [];
      await betweenStatements(
        other,
        () => unlessRefused(() => write(writer.at(other.url), project, `N${++turn}`)),
        {
          async meanwhile() {
            const removal = remove(project, writer);
            removed = removal.then(() => content(project));
            // One that waits for the commit is acknowledged after it; the write may go on.
            waited.push(await waits(removal));
            if (!waited.at(-1)) await removed;
          },
          async undo() {
            assert.deepEqual(await content(project), await removed);
            await company.addUser(project, writer, 'member');
          },
        },
      );
      assert.ok(waited.length > 4, 'nothing fell between two statements');
      // It waits for a write that has reached its last step, the lock and the head read after it, and for no other.
      assert.deepEqual(waited.slice(0, -2).filter(Boolean), []);
    });

  /** Writers at full speed, until told; each write has sixty secrets. */
  function atFullSpeed(nodes: readonly Running[], writer: Person, project: Project) {
    const stopping = new AbortController();
    const begun = Promise.withResolvers<void>();
    const loop = async (index: number) => {
      for (let turn = 0; !stopping.signal.aborted; turn++) {
        const { url } = nodes[index % nodes.length] as Running;
        const names = Array.from({ length: 60 }, (_, n) => `W${index}_${turn}_${n}`);
        const at = { workspaceId: project.id, environment: 'dev', secretPath: '/' };
        const made = names.map((secretKey) => ({ secretKey, secretValue: 'v' }));
        const done = await fetch(`${url}/api/v3/secrets/batch/raw`, {
          method: 'POST',
          headers: { authorization: `Bearer ${writer.token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ ...at, secrets: made }),
        });
        if (done.ok) begun.resolve();
        else if (![403, 404].includes(done.status)) throw new Error(await done.text());
        else return;
      }
    };
    const work = Promise.all(Array.from({ length: 8 }, (_, index) => loop(index)));
    work.catch(begun.reject);
    return {
      begun: begun.promise,
      work,
      async stop() {
        stopping.abort();
        await work;
      },
    };
  }

  for (const count of [1, 2])
    it(`gets through beside writers at full speed, on ${count === 1 ? 'one node' : 'two nodes'}; its own removal ends a writer`, async () => {
      const writer = await company.person(`Writer${count}`);
      const reader = await company.person(`Reader${count}`);
      const project = await company.project(`Busy ${count}`);
      await company.addUser(project, writer, 'member');
      const nodes = house.nodes.slice(0, count);
      const writing = atFullSpeed(nodes, writer, project);
      try {
        await writing.begun;
        for (let round = 0; round < 5; round++) {
          await company.addUser(project, reader, 'viewer');
          await remove(project, reader);
        }
        await remove(project, writer);
        await writing.work;
      } finally {
        await writing.stop();
      }
    });

  it('from the organization waits for no writer of personal secrets', async () => {
    const writer = await company.person('Owner');
    const project = await company.project('Own');
    await company.addUser(project, writer, 'member');
    let turn = 0;
    const loop = async () => {
      while (await unlessRefused(() => personal(writer, project, `P${++turn}`)));
    };
    const work = Promise.all(Array.from({ length: 8 }, loop));
    await pause(300);
    await company.admin.call(members.removeMember, {
      params: { orgId: company.orgId, membershipId: writer.membershipId },
    });
    await work;
    assert.ok(turn > 8);
  });

  type Going = {
    hold: (tx: Tx, person: Person, project: Project) => Promise<unknown>;
    go: (person: Person, project: Project) => Promise<unknown>;
  };
  const goings: Record<string, Going> = {
    'a person from the organization, and writes of what is their own': {
      hold: (tx, person) => holdMember(tx, person.id),
      go: ({ membershipId }) =>
        company.admin.call(members.removeMember, {
          params: { orgId: company.orgId, membershipId },
        }),
    },
    'a project, and writes in it': {
      hold: (tx, _, project) => holdProject(tx, project.id),
      go: (_, project) =>
        company.admin.call(projects.deleteProject, { params: { projectId: project.id } }),
    },
  };
  for (const [name, { hold, go }] of Object.entries(goings))
    it(`comes before the writes that come after it: ${name}`, async () => {
      const person = await company.person(`Queued${name.length}`);
      const project = await company.project(`Queued ${name.length}`);
      const { db } = other.parts;
      const order: string[] = [];
      const underWay = Promise.withResolvers<void>();
      const held = Promise.withResolvers<void>();
      const first = db.transaction().execute(async (tx) => {
        await hold(tx, person, project);
        held.resolve();
        await underWay.promise;
      });
      await held.promise;
      const removal = go(person, project).then(() => order.push('removed'));
      assert.equal(await waits(removal), true);
      const next = db
        .transaction()
        .execute((tx) => hold(tx, person, project).then(() => order.push('next')));
      await pause(300);
      const waited = order.length === 0;
      underWay.resolve();
      await Promise.all([first, removal, next]);
      assert.equal(waited, true, 'a write passed the removal that was waiting');
    });

  it('of a whole project gets through beside writers at full speed', async () => {
    const writer = await company.person('LastWriter');
    const project = await company.project('Last');
    await company.addUser(project, writer, 'member');
    const writing = atFullSpeed(house.nodes, writer, project);
    try {
      await writing.begun;
      await company.admin.call(projects.deleteProject, { params: { projectId: project.id } });
      await writing.work;
    } finally {
      await writing.stop();
    }
  });
});

/** Whether it was done; false when refused. Fails when the server does. */
async function unlessRefused(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof CallFailed && [401, 403, 404].includes(error.status)) return false;
    throw error;
  }
}
