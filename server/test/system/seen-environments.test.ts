import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allowed } from '../support/attempts.ts';
import { cast, may } from '../support/cast.ts';

describe('the environments of a project', () => {
  const { company, one, person } = cast();

  /** The slugs that a project is shown with, wherever it is shown, to someone with those rules in it. */
  async function shownTo(rules: object[]): Promise<string[]> {
    const project = await company().project(one('Project'));
    const { raw, id } = await person('no-access');
    const { slug } = await company().role(one('role'), rules, project.id);
    await company().addUser(project, { id }, slug);
    const named = (value: unknown) =>
      (value as { environments: { slug: string }[] }).environments.map((env) => env.slug).join(' ');
    const found = async (path: string, of: string) => {
      const { body } = await allowed(() => raw('GET', path));
      const held = of === '' ? body : body[of];
      return named(Array.isArray(held) ? held[0] : held);
    };
    return [
      ...new Set([
        await found('/api/v1/projects', 'projects'),
        await found(`/api/v1/projects/${project.id}`, 'project'),
        await found(`/api/v1/projects/slug/${project.slug}`, ''),
        await found('/api/v1/workspace', 'workspaces'),
        await found(`/api/v1/workspace/${project.id}`, 'workspace'),
      ]),
    ];
  }

  it('are all shown to who may read environments', async () => {
    assert.deepEqual(await shownTo([may('environments', 'read')]), ['dev staging prod']);
  });
  it('are shown to others as far as they may do anything there', async () => {
    const inDev = { ...may('secrets', 'create'), conditions: { environment: 'dev' } };
    assert.deepEqual(await shownTo([inDev]), ['dev']);
    assert.deepEqual(await shownTo([may('tags', 'read')]), ['']);
    const denied = {
      ...may('secrets', 'create'),
      inverted: true,
      conditions: { environment: 'prod' },
    };
    assert.deepEqual(await shownTo([may('secrets', 'create'), denied]), ['dev staging']);
  });
});
