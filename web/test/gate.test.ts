import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as contract from '@coterie/contract';

/**
 * Every act on access or content that the console sends is a change that is asked about first (`to`), or stands here with
 * why it is not.
 */
const unasked: Readonly<Record<string, string>> = {
  'groups.createGroup': 'a group without members gives nobody anything',
  'groups.cloneGroup': 'is asked about where members are copied',
  'projects.createProject': 'is asked about where a template gives others access',
  'projects.createEnvironment': 'holds nothing yet',
  'projects.editEnvironment': 'a name alone; a slug is asked about',
  'projects.editProject': 'a name alone; a slug is asked about',
  'roles.deleteOrganizationRole': 'is refused while somebody has it',
  'roles.deleteProjectRole': 'is refused while somebody has it',
  'secrets.createSecret': 'who may read it is who may read that folder',
  'secrets.editSecret': 'a value alone; a name is asked about',
  'secrets.deleteSecret': 'of one’s own value alone; a shared one is asked about',
  'secrets.createFolder': 'holds nothing yet',
  'secrets.editFolder': 'a description alone; a name is asked about',
  'imports.createImport': 'gives nobody what they may not read at its source',
  'imports.editImport': 'the order of imports alone',
  'imports.deleteImport': 'asked in words: who may read the source still may',
  'tags.createTag': 'a tag that nothing has yet',
};
/** What ends a way to sign in is no act, and asks in words (`Confirm`). */
const confirmed = [
  'identities.revokeClientSecret',
  'identities.detachUniversalAuth',
  'way.endpoints.detach',
];

const root = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(root + name, 'utf8') }));
const uses = (call: RegExp) =>
  files.flatMap(({ name, text }) =>
    [...text.matchAll(call)].map(([, endpoint = '']) => ({ name, endpoint })),
  );
const isAct = (endpoint: string): boolean => {
  const [room = '', name = ''] = endpoint.split('.');
  const found = (contract as unknown as Record<string, Record<string, contract.Endpoint>>)[room]?.[
    name
  ];
  return found?.isAct === true;
};

test('every change of access that the console makes is asked about first', () => {
  const performed = uses(/\bperform\(\s*([\w.]+)/g).filter(({ endpoint }) => isAct(endpoint));
  const unnamed = performed.filter(({ endpoint }) => !Object.hasOwn(unasked, endpoint));
  assert.deepEqual(unnamed, []);
  const named = new Set(performed.map(({ endpoint }) => endpoint));
  assert.deepEqual(
    Object.keys(unasked).filter((endpoint) => !named.has(endpoint)),
    [],
  );
});

test('whatever is sent as a change stands in a file that asks about it', () => {
  const asking = /WhatIfDialog|useWhatIf|useRenaming|useGate/;
  const asked = new Set(files.filter(({ text }) => asking.test(text)).map(({ name }) => name));
  const blind = uses(/\bto\(\s*([\w.]+)/g)
    .filter(({ endpoint }) => isAct(endpoint))
    .filter(({ name }) => !asked.has(name) && !elsewhere.has(name));
  assert.deepEqual(blind, []);
});
/** Files that only say what the change is; who asks about it is beside each. */
const elsewhere = new Map([
  ['pages/groups/members/picks.ts', 'tray.tsx'],
  ['pages/roles/organization-role.tsx', 'role-page.tsx'],
  ['pages/roles/project-role.tsx', 'role-page.tsx'],
]);

test('a way to sign in is ended only after a question', () => {
  for (const endpoint of confirmed) {
    const [use] = uses(/\bperform\(\s*([\w.]+)/g).filter((one) => one.endpoint === endpoint);
    const file = files.find(({ name }) => name === use?.name);
    assert.match(file?.text ?? '', /<Confirm\b/, endpoint);
  }
});

test('no control in a row gives rights when it is changed: a choice only opens the question', () => {
  const selects = files.filter(({ text }) => /<RowSelect\b/.test(text)).map(({ name }) => name);
  assert.deepEqual(selects.sort(), ['pages/log/sign-ins.tsx', 'parts/roles/rule-card.tsx']);
});
