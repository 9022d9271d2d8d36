import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { access, authzen, groups, identities } from '@coterie/contract';
import { sql } from 'kysely';
import type { Running } from '../../src/server.ts';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
  type Person,
} from '../support/house.ts';
import { betweenStatements } from './support/between-statements.ts';

const hour = 3_600_000;
const attributes = { environment: 'dev', secretPath: '/', secretName: 'K', secretTags: [] };
const read = { subject: 'secrets', action: 'readValue', attributes };
const people = ['Ada', 'Alan', 'Barbara', 'Edsger'];
const programs = ['build', 'deploy', 'lint', 'release', 'scan', 'sync', 'test'];
const admin = 'grace@example.com';
const byName = (names: readonly string[]) =>
  [...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
const all = byName([...people, ...programs, admin]);

type Page = { names: string[]; total: number; version: number; routes: number[] };
type Asked = { limit: number; offset: number; search?: string };
type Told = { principal: { name: string }; routes: { isLive: boolean }[] }[];
const pageOf = (told: Told, total: number, version: number): Page => ({
  names: told.map(({ principal }) => principal.name),
  routes: told.map(({ routes }) => routes.length),
  total,
  version,
});

describe('going page by page through everyone who has access', () => {
  let house: House;
  let node: Running;
  let company: Company;
  let project: { id: string };
  let group: { id: string };
  let reader: Caller;
  const person: Record<string, Person> = {};
  const program: Record<string, string> = {};

  before(async () => {
    house = await openHouse();
    node = await house.addNode();
    company = await openCompany(house);
    project = await company.project('Web');
    group = await company.group('Engineering');
    await company.addGroup(project, group, 'viewer');
    for (const name of people) {
      person[name] = await company.person(name);
      await company.join(group, person[name]);
    }
    for (const name of programs) {
      const body = { name, role: 'no-access' };
      const { identity } = await company.admin.call(identities.createIdentity, { body });
      program[name] = identity.id;
      await join(name);
    }
    reader = company.admin.at(node.url);
  });
  after(() => house.close());
  afterEach(() => {
    node.parts.now = Date.now;
  });

  const join = (name: string, validity: { validFrom?: string; validUntil?: string } = {}) => {
    const params = { id: group.id, identityId: program[name] as string };
    return company.admin.call(groups.addGroupIdentity, { params, body: validity });
  };
  const leave = (name: string) => {
    const params = { id: group.id, identityId: program[name] as string };
    return company.admin.call(groups.removeGroupIdentity, { params });
  };
  const rename = (from: string, name: string) => {
    const params = { identityId: program[from] as string };
    return company.admin.call(identities.editIdentity, { params, body: { name } });
  };

  /** The ways to ask, at a node that none of the changes is made at. */
  const ways: Record<string, (asked: Asked) => Promise<Page>> = {
    'who can reach a project': async (query) => {
      const params = { projectId: project.id };
      const told = await reader.call(access.listProjectAccess, { params, query });
      return pageOf(told.members, told.totalCount, told.accessVersion);
    },
    'who can do something there': async (asked) => {
      const body = { projectId: project.id, ...read, ...asked };
      const told = await reader.call(access.whoCan, { body });
      return pageOf(told.principals, told.totalCount, told.accessVersion);
    },
  };
  const through = async (ask: (asked: Asked) => Promise<Page>, limit: number, search?: string) => {
    const pages: Page[] = [];
    for (let offset = 0; ; offset += limit) {
      const page = await ask({ limit, offset, ...(search ? { search } : {}) });
      if (page.names.length === 0) return pages;
      pages.push(page);
    }
  };
  /** Runs what is asked, and counts how often people were put in order by name for it. */
  const orderings = async (ask: () => Promise<unknown>): Promise<number> => {
    let count = 0;
    const { db } = node.parts;
    node.parts.db = db.withPlugin({
      transformQuery: ({ node: query }) => query,
      transformResult: async ({ result }) => {
        if (result.rows.some((row) => 'renaming' in row)) count++;
        return result;
      },
    });
    await ask().finally(() => {
      node.parts.db = db;
    });
    return count;
  };

  for (const [way, ask] of Object.entries(ways)) {
    const first = () => ask({ limit: 5, offset: 0 });
    const second = () => ask({ limit: 5, offset: 5 });

    it(`${way}: all pages together are the whole list, each once, put in order once`, async () => {
      assert.deepEqual((await ask({ limit: 1000, offset: 0 })).names, all);
      for (const limit of [1, 5, all.length - 1]) {
        const pages: Page[] = [];
        await leave('scan');
        await join('scan');
        assert.equal(await orderings(async () => pages.push(...(await through(ask, limit)))), 1);
        assert.deepEqual(
          pages.flatMap(({ names }) => names),
          all,
        );
        assert.ok(pages.every(({ total }) => total === all.length));
        assert.ok(pages.every(({ routes }) => routes.every((count) => count === 1)));
      }
      const found = (await through(ask, 1, 'S')).flatMap(({ names }) => names);
      assert.deepEqual(
        found,
        all.filter((name) => /s/i.test(name)),
      );
    });

    it(`${way}: who leaves or comes between two pages is gone from the next, or on it`, async () => {
      await first();
      await leave('deploy');
      const less = all.filter((name) => name !== 'deploy');
      const { names, total } = await second();
      assert.deepEqual([names, total], [less.slice(5, 10), less.length]);
      await join('deploy');
      assert.deepEqual((await second()).names, all.slice(5, 10));
    });

    it(`${way}: what begins or ends between two pages is honoured`, async () => {
      const now = Date.now();
      const iso = (at: number) => new Date(at).toISOString();
      await leave('deploy');
      await leave('lint');
      await join('deploy', { validUntil: iso(now + hour) });
      await join('lint', { validFrom: iso(now + 2 * hour) });
      for (const [hours, gone] of [
        [0.5, ['lint']],
        [1, ['deploy', 'lint']],
        [2, ['deploy']],
        [1.5, ['deploy', 'lint']],
        [0.9, ['lint']],
      ] as const) {
        node.parts.now = () => now + hours * hour;
        const there = all.filter((name) => !(gone as readonly string[]).includes(name));
        const { names, total } = await second();
        assert.deepEqual([names, total], [there.slice(5, 10), there.length], `after ${hours} h`);
      }
      for (const name of ['deploy', 'lint']) {
        await leave(name);
        await join(name);
      }
    });

    it(`${way}: a program renamed between two pages stands and is found where its new name belongs`, async () => {
      await first();
      assert.deepEqual((await ask({ limit: 1, offset: 0, search: 'S' })).total, count('s'));
      await rename('build', 'zzz');
      const renamed = byName(all.map((name) => (name === 'build' ? 'zzz' : name)));
      assert.deepEqual((await second()).names, renamed.slice(5, 10));
      assert.equal((await ask({ limit: 1, offset: 0, search: 'zz' })).total, 1);
      await rename('build', 'sss');
      assert.equal((await ask({ limit: 1, offset: 0, search: 'S' })).total, count('s') + 1);
      assert.equal((await ask({ limit: 1, offset: 0, search: 'zz' })).total, 0);
      await rename('build', 'build');
      assert.deepEqual((await second()).names, all.slice(5, 10));
    });

    it(`${way}: so does an account renamed by nothing that this organization hears of`, async () => {
      await first();
      const name = (first_name: string) =>
        house.nodes[0]?.parts.db
          .updateTable('users')
          .set({ first_name })
          .where('id', '=', person.Ada?.id ?? '')
          .execute();
      await name('Tony');
      assert.deepEqual(
        (await second()).names,
        byName(all.map((one) => (one === 'Ada' ? 'Tony' : one))).slice(5, 10),
      );
      await name('Ada');
      assert.deepEqual((await second()).names, all.slice(5, 10));
    });

    for (const limit of [5, 1000])
      it(`${way}: pages of ${limit} are of one version, whichever statements a change falls between`, async () => {
        const { version } = await ask({ limit, offset: 0 });
        const settle = async (act: () => Promise<unknown>) => {
          await act();
          await node.parts.worlds.now(company.orgId);
        };
        const pages = await betweenStatements(node, () => ask({ limit, offset: 0 }), {
          meanwhile: () => settle(() => leave('build')),
          undo: () => settle(() => join('build')),
        });
        assert.ok(pages.length > 3);
        const less = all.filter((name) => name !== 'build');
        for (const page of pages) {
          // The changes alternate, beginning with a removal.
          const isThere = (page.version - version) % 2 === 0;
          assert.deepEqual(page.names, (isThere ? all : less).slice(0, limit));
          assert.equal(page.total, isThere ? all.length : less.length);
          assert.ok(page.routes.every((count) => count === 1));
        }
        assert.ok(pages.some(({ total }) => total === less.length));
      });
  }

  const count = (letter: string) =>
    all.filter((name) => name.toLowerCase().includes(letter)).length;

  it('search for subjects: by token each once, also when someone goes between two pages', async () => {
    const body = {
      subject: { type: 'machineIdentity' },
      action: { name: 'readValue' },
      resource: { type: 'secrets', id: project.id, properties: attributes },
    };
    const ask = (limit: number, token?: string) =>
      reader.call(authzen.searchSubject, {
        body: { ...body, page: { limit, ...(token ? { token } : {}) } },
      });
    const ids = Object.values(program).sort();
    const seen: string[] = [];
    for (let token: string | undefined; token !== ''; ) {
      const { results, page } = await ask(2, token);
      assert.equal(page.total, ids.length);
      seen.push(...results.map(({ id }) => id));
      token = page.next_token;
    }
    assert.deepEqual(seen, ids);
    const begun = await ask(2);
    const [gone] = Object.entries(program).find(([, id]) => id === begun.results[1]?.id) ?? [''];
    await leave(gone);
    const next = await ask(2, begun.page.next_token);
    assert.deepEqual(
      next.results.map(({ id }) => id),
      ids.slice(2, 4),
    );
    assert.equal(next.page.total, ids.length - 1);
    await join(gone);
  });

  it('updates of an account that leave its name alone keep what was put in order', async () => {
    const ask = ways['who can reach a project'] as (asked: Asked) => Promise<Page>;
    await ask({ limit: 5, offset: 0 });
    await sql`UPDATE users SET updated_at = now()`.execute(node.parts.db);
    assert.equal(await orderings(() => ask({ limit: 5, offset: 5 })), 0);
  });
});
