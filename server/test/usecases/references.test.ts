import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  expand as expandAll,
  type Find,
  type Place,
  parse,
  targetsOf,
} from '../../src/usecases/content/secrets/references.ts';

const expand = async (...given: Parameters<typeof expandAll>): Promise<string> =>
  (await expandAll(...given)).value;

const root: Place = { project: 'p', environment: 'dev', path: '/' };

/** Secrets by where they stand, `env/path:KEY`; `other:` ones are of another project. */
const findIn =
  (all: Record<string, string>): Find =>
  async (target, at) => {
    const [environment, path] =
      target.kind === 'local' ? [at.environment, at.path] : [target.environment, target.path];
    const project = target.kind === 'project' ? 'other' : at.project;
    const id = `${project === 'other' ? 'other:' : ''}${environment}${path}:${target.key}`;
    const value = all[id];
    if (value === undefined) return null;
    return { id, value, at: target.kind === 'project' ? null : { project, environment, path } };
  };
const secrets = {
  'dev/:HOST': 'db.local',
  'dev/:URL': 'pg://${HOST}:${PORT}',
  'dev/:PORT': '5432',
  'dev/:NAME': 'PORT',
  'dev/:SELF': 'a${SELF}b',
  'dev/:PING': '${PONG}',
  'dev/:PONG': '${PING}',
  'prod/:HOST': 'db.prod',
  'prod/api/v1:KEY': 'k-${INNER}',
  'prod/api/v1:INNER': 'inner',
  'other:prod/api:KEY': 'theirs ${INNER}',
};

const table: [what: string, value: string, expected: string][] = [
  ['no reference', 'plain $HOST {HOST} $', 'plain $HOST {HOST} $'],
  ['a key of the same folder', 'x${HOST}y', 'xdb.localy'],
  ['several', '${HOST}:${PORT}', 'db.local:5432'],
  ['one that leads on', '${URL}', 'pg://db.local:5432'],
  ['the root of an environment', '${prod.HOST}', 'db.prod'],
  ['a folder, whose own are looked for there', '${prod.api.v1.KEY}', 'k-inner'],
  ['another project, not followed further', '${@other.prod.api.KEY}', 'theirs ${INNER}'],
  ['a name made of another', '${${NAME}}', '5432'],
  ['one that is not there', '${MISSING}', '${MISSING}'],
  ['one that is not there, made of another', '${dev.x.${NAME}}', '${dev.x.PORT}'],
  ['an empty one', '${}', '${}'],
  ['one never closed', '${HOST', '${HOST'],
  ['one never closed around one that is', '${a ${HOST}', '${a db.local'],
  ['a circle of one', '${SELF}', 'a${SELF}b'],
  ['a circle of two', '${PING}', '${PING}'],
];

describe('references in secrets', () => {
  for (const [what, value, expected] of table)
    it(`${what}: ${value}`, async () => {
      assert.equal(await expand('asked', value, root, findIn(secrets)), expected);
    });

  it('a secret that names itself stays as it is', async () => {
    assert.equal(await expand('dev/:SELF', 'a${SELF}b', root, findIn(secrets)), 'a${SELF}b');
  });

  it('are followed ten deep', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 15 }, (_, n) => [`dev/:K${n}`, `\${K${n + 1}}`]),
    );
    const text = await expand('asked', '${K0}', root, findIn({ ...chain, 'dev/:K15': 'end' }));
    assert.equal(text, '${K10}');
  });

  it('that double at each step end', async () => {
    const bomb = Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [`dev/:B${n}`, `\${B${n + 1}}`.repeat(10)]),
    );
    const asked: string[] = [];
    const find = findIn({ ...bomb, 'dev/:B9': 'x' });
    await expand('asked', '${B0}', root, (target, at) => {
      asked.push(target.key);
      return find(target, at);
    });
    assert.equal(asked.length, 1000);
  });

  it('a mebibyte of openings is taken apart in one pass', () => {
    const text = '${'.repeat(2 ** 19);
    assert.equal(parse(text).filter((one) => typeof one !== 'string').length, 0);
    assert.ok(parse(`${text}}`).length > 0);
  });

  it('of the wrong form name nothing, or at most a secret beside them', () => {
    for (const name of ['', '@p.KEY', '@p.d v.KEY', '@p.dev.'])
      assert.deepEqual(targetsOf(name), [], name);
    for (const key of ['.KEY', 'dev.', 'a b.KEY'])
      assert.deepEqual(targetsOf(key), [{ kind: 'local', key }], key);
  });

  it('name a secret with dots beside them first, then every folder and key that they may be read as', () => {
    assert.deepEqual(targetsOf('dev.A.B'), [
      { kind: 'local', key: 'dev.A.B' },
      { kind: 'environment', environment: 'dev', path: '/A', key: 'B' },
      { kind: 'environment', environment: 'dev', path: '/', key: 'A.B' },
    ]);
    assert.deepEqual(targetsOf('@p.dev.A.B'), [
      { kind: 'project', slug: 'p', environment: 'dev', path: '/A', key: 'B' },
      { kind: 'project', slug: 'p', environment: 'dev', path: '/', key: 'A.B' },
    ]);
  });

  it('that are escaped are text, without the backslash', () => {
    assert.deepEqual(parse('a\\${X} ${Y}'), ['a', '${X} ', { reference: ['Y'] }]);
    assert.deepEqual(parse('\\${X'), ['${X']);
  });
});
