import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CallFailed, secrets } from '@coterie/contract';
import type { Running } from '../../src/server.ts';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
} from '../support/house.ts';
import { Milestone } from './support/milestone.ts';
import { squeeze } from './support/squeeze.ts';

/** What someone is shown by one door, whatever values are in it; nothing when it is refused. */
type Door = (reader: Caller, secret: { id: string; projectId: string }) => Promise<string[]>;

const place = (projectId: string) => ({ projectId, environment: 'dev' });
const read = async (reader: Caller, projectId: string, version?: number) => {
  const query = { ...place(projectId), ...(version === undefined ? {} : { version }) };
  return (await reader.call(secrets.secret_, { params: { secretName: 'KEY' }, query })).secret;
};

const doors: Record<string, Door> = {
  'the secret': async (reader, { projectId }) => [(await read(reader, projectId)).secretValue],
  'the version to come': async (reader, { projectId }) => {
    const { version } = await read(reader, projectId);
    return [(await read(reader, projectId, version + 1)).secretValue];
  },
  'the folder': async (reader, { projectId }) =>
    (await reader.call(secrets.secrets, { query: place(projectId) })).secrets.map(
      ({ secretValue }) => secretValue,
    ),
  'the history': async (reader, { id }) =>
    (
      await reader.call(secrets.secretVersions, {
        params: { secretId: id },
        query: { viewSecretValue: 'true', limit: 1 },
      })
    ).versions.map(({ secretValue }) => secretValue),
};

describe('the new enemy: what was written after someone lost the right is never shown to them', () => {
  let house: House;
  let company: Company;
  let other: Running;
  before(async () => {
    house = await openHouse();
    other = await house.addNode();
    company = await openCompany(house);
  });
  after(() => house.close());

  for (const [name, door] of Object.entries(doors)) {
    it(`${name}, to someone who has left the group`, async () => {
      const { ada, project, group } = await scene(`left ${name}`);
      await race(ada, project, door, {
        take: () => company.leave(group, ada),
        give: () => company.join(group, ada),
      });
    });

    it(`${name}, to someone who is denied it`, async () => {
      const { ada, project } = await scene(`denied ${name}`);
      const permissions = [{ subject: 'secrets', action: ['readValue'], inverted: true }];
      await company.role('no-values', permissions, project.id);
      const denied = await company.group(`denied ${name}`);
      await company.addGroup(project, denied, 'no-values');
      await race(ada, project, door, {
        take: () => company.join(denied, ada),
        give: () => company.leave(denied, ada),
      });
    });
  }

  /** Someone in a group that may read a project's secrets. */
  async function scene(name: string) {
    const word = name.replaceAll(' ', '-');
    const [ada, project, group] = [
      await company.person(word),
      await company.project(word),
      await company.group(word),
    ];
    await company.join(group, ada);
    await company.addGroup(project, group, 'admin');
    return { ada, project, group };
  }

  /**
   * At one node: takes the right, then writes a value; then gives it back and writes another. At the other node, which
   * is short of connections so that a request waits between its statements, Ada reads all the while.
   */
  async function race(
    ada: Person,
    project: { id: string },
    door: Door,
    { take, give }: { take: () => Promise<unknown>; give: () => Promise<unknown> },
  ) {
    const { secret } = await company.secret(project.id, 'KEY', 'for all');
    const write = (secretValue: string) =>
      company.admin.call(secrets.editSecret, {
        params: { secretName: 'KEY' },
        body: { ...place(project.id), secretValue },
      });
    const release = await squeeze(other);
    const shown = new Milestone();
    const state = { isEnding: false };
    const reader = ada.at(other.url);
    const keepReading = async () => {
      while (!state.isEnding) {
        const values = await unlessRefused(door(reader, { ...secret, projectId: project.id }));
        for (const value of values) assert.doesNotMatch(value, /^not for Ada/);
        if (values.some((value) => value.startsWith('for all'))) shown.add();
      }
    };
    const work = Promise.all(Array.from({ length: 12 }, keepReading));
    work.catch(() => {});
    try {
      for (let round = 0; round < 25; round++) {
        await take();
        await write(`not for Ada ${round}`);
        await write('for all');
        await give();
        await Promise.race([write(`for all ${round}`), work]);
      }
    } finally {
      state.isEnding = true;
      await release();
    }
    await work;
    assert.ok(shown.count > 0, 'Ada has seen nothing at all');
  }
});

/** No value when the reader is refused; fails when the server does. */
async function unlessRefused(values: Promise<string[]>): Promise<string[]> {
  try {
    return await values;
  } catch (error) {
    if (error instanceof CallFailed && [403, 404].includes(error.status)) return [];
    throw error;
  }
}
