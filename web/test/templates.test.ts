import assert from 'node:assert/strict';
import { it } from 'node:test';
import { draftOf, draftRequest, environmentsIn } from '../src/pages/templates/draft.ts';

it('environments are read line by line, a slug made where none is written', () => {
  assert.deepEqual(environmentsIn(' Test bench \n\nProduction: prod\nA: B: c'), [
    { name: 'Test bench', slug: 'test-bench' },
    { name: 'Production', slug: 'prod' },
    { name: 'A: B', slug: 'c' },
  ]);
});

it('a new template begins with the usual environments and comes back as it was shown', () => {
  assert.deepEqual(draftRequest(draftOf(undefined)).environments, [
    { name: 'Development', slug: 'dev' },
    { name: 'Staging', slug: 'staging' },
    { name: 'Production', slug: 'prod' },
  ]);
});
