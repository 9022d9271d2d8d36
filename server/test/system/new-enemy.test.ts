import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CallFailed, secrets } from '@coterie/contract';
import type { Running } from '../../src/server.ts';
import { type Caller, type Company, type House, openCompany, openHouse } from '../support/house.ts';
import { betweenStatements } from './support/between-statements.ts';
import { Onlookers } from './support/onlookers.ts';

type Secret = { id: string; projectId: string };
/** The values that someone is shown by one door. */
type Door = (reader: Caller, secret: Secret) => Promise<string[]>;

const place = (projectId: string) => ({ projectId, environment: 'dev' });
const read = async (reader: Caller, projectId: string, version?: number) => {
  const query = { ...place(projectId), ...(version === undefined ? {} : { version }) };
  return (await reader.call(secrets.getSecret, { params: { secretName: 'KEY' }, query })).secret;
};

const doors: Record<string, Door> = {
  'the secret': async (reader, { projectId }) => [(await read(reader, projectId)).secretValue],
  'the version to come': async (reader, { projectId }) => {
    const { secretValue, version } = await read(reader, projectId);
    const next = async () => [(await read(reader, projectId, version + 1)).secretValue];
    return [secretValue, ...(await unlessRefused(next))];
  },
  'the folder': async (reader, { projectId }) =>
    (await reader.call(secrets.listSecrets, { query: place(projectId) })).secrets.map(
      ({ secretValue }) => secretValue,
    ),
  'the history': async (reader, { id }) =>
    (
      await reader.call(secrets.listSecretVersions, {
        params: { secretId: id },
        query: { viewSecretValue: 'true', limit: 1 },
      })
    ).versions.map(({ secretValue }) => secretValue),
};

for (const [held, settings] of [
  ['with nothing held', { COTERIE_HELD_MEMORY: '0' }],
  ['with all of it held', {}],
] as const)
  describe(`the new enemy, ${held}: what was written after someone lost the right is never shown to them`, () => {
    let house: House;
    let company: Company;
    let other: Running;
    before(async () => {
      house = await openHouse();
      other = await house.addNode(settings);
      company = await openCompany(house);
    });
    after(() => house.close());

    /** Ada in a group that may read a secret, and two ways to take that right at the first node; she reads at the other. */
    async function scene(name: string) {
      const word = name.replaceAll(' ', '-');
      const ada = await company.person(word);
      const project = await company.project(word);
      const group = await company.group(word);
      const denied = await company.group(`${word} denied`);
      const deny = [{ subject: 'secrets', action: ['readValue'], inverted: true }];
      await company.role('no-values', deny, project.id);
      await company.addGroup(project, group, 'admin');
      await company.addGroup(project, denied, 'no-values');
      await company.join(group, ada);
      const { secret } = await company.secret(project.id, 'KEY', 'for all');
      return {
        reader: ada.at(other.url),
        secret: { id: secret.id, projectId: project.id },
        write: (secretValue: string) =>
          company.admin.call(secrets.editSecret, {
            params: { secretName: 'KEY' },
            body: { ...place(project.id), secretValue },
          }),
        ways: {
          'has left the group': {
            take: () => company.leave(group, ada),
            give: () => company.join(group, ada),
          },
          'is denied it': {
            take: () => company.join(denied, ada),
            give: () => company.leave(denied, ada),
          },
        },
      };
    }

    for (const [name, door] of Object.entries(doors))
      it(`${name}, whichever two statements of the reading it falls between`, async () => {
        const { reader, secret, write, ways } = await scene(name);
        for (const { take, give } of Object.values(ways)) {
          const runs = await betweenStatements(
            other,
            () => unlessRefused(() => door(reader, secret)),
            {
              meanwhile: async () => {
                await take();
                await write('not for Ada');
              },
              undo: async () => {
                await write('for all');
                await give();
              },
            },
          );
          assert.ok(
            runs.length > (held === 'with all of it held' ? 1 : 2),
            'nothing fell between two statements',
          );
          assert.deepEqual(
            runs.flat().filter((value) => value === 'not for Ada'),
            [],
          );
          assert.ok(runs.flat().includes('for all'), 'Ada has seen nothing at all');
        }
      });

    for (const name of ['the secret', 'the folder'])
      it(`${name}, while many read`, async () => {
        const { reader, secret, write, ways } = await scene(`${name} raced`);
        const door = doors[name] as Door;
        for (const { take, give } of Object.values(ways)) {
          const onlookers = new Onlookers(
            6,
            () => unlessRefused(() => door(reader, secret)),
            /^not for Ada/,
          );
          try {
            for (let round = 0; round < 10; round++) {
              await take();
              await write(`not for Ada ${round}`);
              await write('for all');
              // Who has read by now, and decides only once Ada has the right again, does no wrong.
              await onlookers.breath();
              await give();
              await onlookers.breath();
            }
          } finally {
            await onlookers.end();
          }
          assert.ok(onlookers.shown > 0, 'Ada has seen nothing at all');
        }
      });
  });

/** No value when the reader is refused; fails when the server does. */
async function unlessRefused(door: () => Promise<string[]>): Promise<string[]> {
  try {
    return await door();
  } catch (error) {
    if (error instanceof CallFailed && [403, 404].includes(error.status)) return [];
    throw error;
  }
}
