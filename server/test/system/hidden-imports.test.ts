import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imports, secrets } from '@coterie/contract';
import { allowed } from '../support/attempts.ts';
import { cast, may } from '../support/cast.ts';

/** Law 22: an import names where it imports from, and so is told only to who may see something there. */
describe('an import from what one may not see is not told', () => {
  const { company, person, one } = cast();
  const inDev = { environment: 'dev' };

  /** A project whose folder / in dev imports /open of dev and /hidden of prod. */
  async function scene(rules: object[]) {
    const project = await company().project(one('Project '));
    const projectId = project.id;
    const made = [];
    for (const [environment, name] of [
      ['dev', 'open'],
      ['prod', 'hidden'],
    ] as const) {
      await company().admin.call(secrets.createFolder, {
        body: { projectId, environment, path: '/', name },
      });
      await company().secret(projectId, 'KEY', 'v', environment, `/${name}`);
      const body = {
        projectId,
        ...inDev,
        path: '/',
        import: { environment, path: `/${name}` },
      };
      made.push((await company().admin.call(imports.createImport, { body })).secretImport.id);
    }
    const role = await company().role(one('role'), rules, projectId);
    const reader = await person([], 'reader');
    await company().addUser(project, reader, role.slug);
    const [open = '', hidden = ''] = made;
    return { reader, projectId, open, hidden };
  }
  const asks = (projectId: string) => [
    `/api/v2/secret-imports?projectId=${projectId}&environment=dev&path=/`,
    `/api/v1/secret-imports?projectId=${projectId}&environment=dev&path=/`,
    `/api/v4/secrets?projectId=${projectId}&environment=dev&includeImports=true`,
    `/api/v3/secrets/raw?workspaceId=${projectId}&environment=dev&include_imports=true`,
  ];
  const reading = { ...may('secrets', 'describeSecret', 'readValue'), conditions: inDev };
  const inProd = { environment: 'prod' };
  const sight: Record<string, object[]> = {
    'which it is not let see': [reading],
    'which it is denied': [
      may('secrets', 'describeSecret', 'readValue'),
      { ...may('secrets', 'describeSecret'), inverted: true, conditions: inProd },
    ],
  };

  for (const [name, rules] of Object.entries(sight))
    it(`to a reader of imports, ${name}`, async () => {
      const { reader, projectId, open, hidden } = await scene([
        ...rules,
        may('secret-imports', 'read', 'edit', 'delete'),
      ]);
      for (const path of asks(projectId)) {
        const { text } = await allowed(() => reader.raw('GET', path));
        assert.ok(text.includes('/open'), `${path}: ${text}`);
        assert.ok(!/hidden|prod/.test(text), `${path}: ${text}`);
      }
      for (const version of ['v1', 'v2']) {
        await allowed(() => reader.raw('GET', `/api/${version}/secret-imports/${open}`));
        const { status } = await reader.raw('GET', `/api/${version}/secret-imports/${hidden}`);
        assert.equal(status, 404);
      }
      const path = `/api/v2/secret-imports/${hidden}`;
      const body = { projectId, ...inDev, path: '/', import: { position: 1 } };
      for (const answer of [
        await reader.raw('PATCH', path, body),
        await reader.raw('DELETE', path, { projectId, ...inDev, path: '/' }),
      ]) {
        assert.equal(answer.status, 200, answer.text);
        assert.ok(!/\/hidden|prod/.test(answer.text), answer.text);
      }
    });

  it('but to who sees some of it', async () => {
    const some = { ...inProd, secretName: { $glob: 'OTHER*' } };
    const { reader, projectId, hidden } = await scene([
      reading,
      { ...may('secrets', 'describeSecret'), conditions: some },
      may('secret-imports', 'read'),
    ]);
    for (const path of asks(projectId)) {
      const { text } = await allowed(() => reader.raw('GET', path));
      assert.ok(text.includes('/hidden'), `${path}: ${text}`);
    }
    await allowed(() => reader.raw('GET', `/api/v2/secret-imports/${hidden}`));
  });
});
