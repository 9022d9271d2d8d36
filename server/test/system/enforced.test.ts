import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { organizationSubjects, projectSubjects } from '@coterie/kernel';

/** Marked as enforced, and not asked for by these words, with the reason. */
const exceptions: Record<string, string> = {
  'project secrets:read': 'another name of describeSecret and readValue together',
  'project member:grant-privileges': 'asked for of whatever kind the holder is',
  'project member:assign-role': 'asked for of whatever kind the holder is',
  'project member:assign-additional-privileges': 'asked for of whatever kind the holder is',
  'project groups:assign-role': 'asked for of whatever kind the holder is',
  'project identity:assign-role': 'asked for of whatever kind the holder is',
  'project identity:assign-additional-privileges': 'asked for of whatever kind the holder is',
  'project member:assume-privileges': 'nobody can act as another yet',
  'project identity:assume-privileges': 'nobody can act as another yet',
  'project secret-rollback:create': 'an older value is brought back by editing the secret',
  'organization settings:create': 'settings are there with the organization',
  'organization settings:delete': 'settings are there with the organization',
  'organization project:request-access': 'access is asked for outside as yet',
};

const root = join(import.meta.dirname, '../../..');
const sources = ['server/src', 'contract/src', 'kernel/src/plan'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
);
const isAsked = (subject: string, action: string): boolean => {
  const words = new RegExp(`'${subject}',\\s*'${action}'`);
  return sources.some((text) => words.test(text));
};

type Table = Record<string, { actions: readonly string[]; enforced: boolean }>;
const unasked = (level: string, table: Table): string[] =>
  Object.entries(table)
    .filter(([, { enforced }]) => enforced)
    .flatMap(([subject, { actions }]) =>
      actions
        .filter((action) => !isAsked(subject, action))
        .map((action) => `${level} ${subject}:${action}`),
    );

describe('what the vocabulary calls enforced', () => {
  it('is asked for somewhere, but for a few with a reason', () => {
    const found = [
      ...unasked('project', projectSubjects),
      ...unasked('organization', organizationSubjects),
    ];
    assert.deepEqual(found.sort(), Object.keys(exceptions).sort());
  });
});
