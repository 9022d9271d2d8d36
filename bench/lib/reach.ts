import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { access, authzen, memberships, requestOf } from '@coterie/contract';
import type { Caller } from '../../server/test/support/house.ts';
import { runScript } from './child.ts';
import { median, quantile } from './numbers.ts';

const pageSize = 1000;
const attributes = { environment: 'dev', secretPath: '/', secretName: 'KEY', secretTags: [] };

export type Scene = {
  admin: Caller;
  projectId: string;
  /** A group of the project, in which are nearly all who can reach it. */
  holderId: string;
  /** How many can reach the project. */
  people: number;
  /** Changes access, so that nothing kept from before counts. */
  change: () => Promise<unknown>;
  /** The same list by plain SQL: of so many, or all. */
  bySql: (limit?: number) => Promise<unknown>;
  folder: string;
};
export type Reach = { rows: string[][]; sending: number; pages: number };

/** Who can reach a project, and who can do something there: a page and all pages, each person once. */
export async function timeReach(scene: Scene): Promise<Reach> {
  const { admin, projectId, people, change, bySql } = scene;
  const params = { projectId };
  const first: number[] = [];
  const next: number[] = [];
  const sql: number[] = [];
  for (let round = 0; round < 5; round++) {
    await change();
    for (const [offset, times] of [
      [0, first],
      [50, next],
    ] as const)
      times.push(
        await timed(() =>
          admin.call(access.listProjectAccess, { params, query: { limit: 50, offset } }),
        ),
      );
    sql.push(await timed(() => bySql(50)));
  }
  const all: string[][] = [];
  for (const [name, through] of Object.entries(ways(scene))) {
    await change();
    const seen = new Set<string>();
    const ms = await timed(async () => {
      for await (const id of through()) seen.add(id);
    });
    if (seen.size !== people) throw new Error(`${name}: ${seen.size} of ${people} were told`);
    all.push([name, ms.toFixed(0), '']);
  }
  const pages = Math.ceil(people / pageSize);
  const statement = (await timed(() => bySql())).toFixed(0);
  const total = people.toLocaleString('en');
  return {
    pages,
    sending: await sendingOf(scene, pages),
    rows: [
      [
        `who can reach a project, first page of ${total} after a change`,
        spread(first),
        spread(sql),
      ],
      ['its second page', spread(next), ''],
      ...all.map(([name = '', ms = ''], index) => [
        `${name}, all ${pages} pages${index === 0 ? ' / one statement' : ''}`,
        ms,
        index === 0 ? statement : '',
      ]),
      ['what if the group were taken out, one page', spread(await timesOfWhatIf(scene)), ''],
    ],
  };
}

/** Three ways to go through them page by page, giving the ids. */
function ways({ admin, projectId, people }: Scene): Record<string, () => AsyncIterable<string>> {
  const byOffset = (ask: (offset: number) => Promise<{ principal: { id: string } }[]>) =>
    async function* () {
      for (let offset = 0; offset < people; offset += pageSize)
        for (const { principal } of await ask(offset)) yield principal.id;
    };
  const question = { projectId, subject: 'secrets', action: 'readValue', attributes };
  return {
    'who can reach it': byOffset(async (offset) => {
      const query = { limit: pageSize, offset };
      return (await admin.call(access.listProjectAccess, { params: { projectId }, query })).members;
    }),
    'who can read a secret of it': byOffset(async (offset) => {
      const body = { ...question, limit: pageSize, offset };
      return (await admin.call(access.whoCan, { body })).principals;
    }),
    'the same by AuthZEN, without routes': async function* () {
      const body = {
        subject: { type: 'user' },
        action: { name: question.action },
        resource: { type: question.subject, id: projectId, properties: attributes },
      };
      for (let token: string | undefined; token !== ''; ) {
        const page = { limit: pageSize, ...(token ? { token } : {}) };
        const told = await admin.call(authzen.searchSubject, { body: { ...body, page } });
        for (const { id } of told.results) yield id;
        token = told.page.next_token;
      }
    },
  };
}

/** What sending alone takes: a page of the same bytes as often, from a bare Fastify route. */
async function sendingOf({ admin, projectId, folder }: Scene, pages: number): Promise<number> {
  const query = { limit: pageSize };
  const page = await admin.call(access.listProjectAccess, { params: { projectId }, query });
  const file = join(folder, 'page.json');
  await writeFile(file, JSON.stringify(page));
  const { line, child } = await runScript('bare.ts', [file]);
  try {
    return await timed(async () => {
      for (let n = 0; n < pages; n++) await (await fetch(line)).json();
    });
  } finally {
    child.kill();
    await rm(file);
  }
}

async function timesOfWhatIf({ admin, projectId, holderId }: Scene): Promise<number[]> {
  const params = { projectId, groupId: holderId };
  const changes = [requestOf(memberships.removeProjectGroup, { params })];
  const times: number[] = [];
  for (let round = 0; round < 3; round++)
    times.push(await timed(() => admin.call(access.whatIf, { body: { changes } })));
  return times;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export const spread = (numbers: readonly number[]): string =>
  `${median(numbers).toFixed(2)} (${quantile(numbers, 0.99).toFixed(2)})`;
