import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { access, secrets } from '@coterie/contract';
import { type Company, type House, openCompany } from '../support/house.ts';
import { agreedWorld } from './support/agreement.ts';
import { type Embedded, embeddedIn } from './support/embedded.ts';
import { Ledger } from './support/ledger.ts';
import { type Load, startLoad } from './support/load.ts';
import { freePort, type ServerProcess, startServer, untilReady } from './support/server-process.ts';
import {
  groupWriter,
  memberWriter,
  present,
  secretCreator,
  secretEditor,
  things,
  type Writer,
} from './support/writers.ts';

type Kill = 'server' | 'database' | 'both';
/** 20 kills of the server and 10 of the database, two of them at once with the server. */
const rounds = Array.from({ length: 28 }, (_, round): Kill => {
  if (round % 14 === 13) return 'both';
  return round % 3 === 1 ? 'database' : 'server';
});

describe('kill -9 under write load', { timeout: 240_000 }, () => {
  const ledger = new Ledger();
  let environment: Record<string, string>;
  let dataDir: string;
  let server: ServerProcess;
  let embedded: Embedded;
  let company: Company;
  let projects: { id: string }[];
  let writers: Writer[];

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'coterie-crash-'));
    environment = { COTERIE_DATA_DIR: dataDir, PORT: String(await freePort()) };
    server = await startServer(environment);
    embedded = await embeddedIn(dataDir);
    // Only the address is looked at: the server is a process, and its database its own.
    company = await openCompany({ url: server.url } as House);
    projects = [await company.project('One'), await company.project('Two')];
    writers = await makeWriters();
  });
  after(async () => {
    try {
      await server.stop();
    } finally {
      await embedded.clear();
    }
    await rm(dataDir, { recursive: true, force: true });
  });

  it('loses no acknowledged write, and tables, log and chain agree', async () => {
    for (const [round, kill] of rounds.entries()) {
      const before = ledger.acknowledged.count;
      const load = startLoad(writers, ledger);
      try {
        await load.sent(10 + Math.floor(Math.random() * 30));
        await pause(Math.random() * 6);
        await killers[kill](load);
      } finally {
        await load.end();
      }
      assert.ok(ledger.acknowledged.count > before, 'nothing was written');
      await compare(`round ${round + 1}: ${kill}`);
    }
  });

  const killers: Record<Kill, (load: Load) => Promise<void>> = {
    async server(load) {
      await server.kill();
      await load.end();
      server = await startServer(environment);
    },
    async database(load) {
      const pid = await embedded.pid();
      await embedded.kill();
      while ((await embedded.pid()) === pid) await pause(1);
      await untilReady(server);
      await load.end();
      assert.equal(server.hasEnded, false);
      assert.notEqual(await embedded.pid(), pid);
    },
    async both(load) {
      await Promise.all([server.kill(), embedded.kill()]);
      await load.end();
      server = await startServer(environment);
    },
  };

  async function makeWriters(): Promise<Writer[]> {
    const [one, two] = projects as [{ id: string }, { id: string }];
    const people = [await company.person('Ada'), await company.person('Mary')];
    const groups = await Promise.all(['a', 'b', 'c', 'd'].map((name) => company.group(name)));
    return [
      memberWriter(company, ledger, groups[0]!, people),
      memberWriter(company, ledger, groups[1]!, people),
      groupWriter(company, ledger, one, groups.slice(0, 2)),
      groupWriter(company, ledger, two, groups.slice(2)),
      secretCreator(company, ledger, one, 'NEW'),
      secretCreator(company, ledger, two, 'NEW'),
      secretEditor(company, ledger, one, 'EDITED'),
      secretEditor(company, ledger, two, 'EDITED'),
    ];
  }

  async function compare(round: string): Promise<void> {
    const world = await agreedWorld(await embedded.connection(), company.orgId);
    const found = new Map<string, string>();
    for (const { group, member } of world.all('edge'))
      found.set(things.edge(group, member), present);
    for (const { project, holder, holderKind } of world.all('grant'))
      if (holderKind === 'group') found.set(things.grant(project, holder), present);
    for (const { id: projectId } of projects) {
      const query = { projectId, environment: 'dev' };
      const { secrets: all } = await company.admin.call(secrets.listSecrets, { query });
      for (const { secretKey, secretValue } of all)
        found.set(things.secret(projectId, secretKey), secretValue);
    }
    ledger.settle(found, round);
    const chain = await company.admin.call(access.verifyAccessLog);
    assert.deepEqual([chain.entries, chain.intact], [world.version, true], round);
  }
});
