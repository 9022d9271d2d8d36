import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';
import { authzen, memberships, secrets } from '@coterie/contract';
import { openCompany, openHouse } from '../server/test/support/house.ts';
import { table } from './lib/numbers.ts';

/**
 * Through how many files and functions of the house a request goes: the server runs here, and V8 counts what is called
 * between two warm requests. What has no function of its own (schemas, tables) does not show.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const house = await openHouse();
const inspector = new Session();
inspector.connect();
try {
  const company = await openCompany(house);
  const project = await company.project('Web shop');
  await company.secret(project.id, 'KEY');
  const ada = await company.person('Ada', 'no-access');
  const readers = await company.group('Readers');
  const free = await Promise.all([1, 2, 3, 4].map((n) => company.group(`Group ${n}`)));
  await company.join(readers, ada);
  await company.addGroup(project, readers, 'viewer');
  const add = () =>
    company.admin.call(memberships.addProjectGroup, {
      params: { projectId: project.id, groupId: free.pop()?.id ?? '' },
      body: { role: 'viewer' },
    });
  const read = () =>
    ada.call(secrets.getSecret, {
      params: { secretName: 'KEY' },
      query: { projectId: project.id, environment: 'dev' },
    });
  const ask = () =>
    company.admin.call(authzen.evaluation, {
      body: {
        subject: { type: 'user', id: ada.id },
        resource: {
          type: 'secrets',
          id: project.id,
          properties: { environment: 'dev', secretPath: '/' },
        },
        action: { name: 'readValue' },
      },
    });
  const walks: [what: string, walk: () => Promise<unknown>][] = [
    ['add a group to a project', add],
    ['read a secret by a token', read],
    ['an AuthZEN evaluation', ask],
  ];
  await inspector.post('Profiler.enable');
  await inspector.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  const rows: string[][] = [];
  for (const [what, walk] of walks) {
    for (let n = 0; n < 3; n++) await walk();
    await inspector.post('Profiler.takePreciseCoverage');
    await walk();
    const { result } = await inspector.post('Profiler.takePreciseCoverage');
    const files = result.flatMap(({ url, functions }) => {
      const path = url.replace(`file://${root}`, '');
      const called = functions.filter(
        ({ functionName, ranges }) => functionName !== '' && (ranges[0]?.count ?? 0) > 0,
      );
      // The client that asks runs here as well.
      const isOurs = /^(kernel|contract|server)\/src\//.test(path) && !path.endsWith('client.ts');
      return isOurs && called.length > 0 ? [{ path, functions: called.length }] : [];
    });
    const functions = files.reduce((sum, one) => sum + one.functions, 0);
    rows.push([what, String(files.length), String(functions)]);
    if (process.argv.includes('--files'))
      console.log(`${what}:\n${files.map(({ path }) => `  ${path}`).join('\n')}\n`);
  }
  console.log(table(['request', 'files', 'functions'], rows));
} finally {
  inspector.disconnect();
  await house.close();
}
