import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import { describe, it } from 'node:test';
import { BadConfig, readConfig } from '../src/config.ts';

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment, '/srv');
    return [];
  } catch (error) {
    assert.ok(error instanceof BadConfig);
    return error.problems;
  }
};

describe('configuration', () => {
  it('has a default for everything, and listens to this machine alone', () => {
    const config = readConfig({}, '/srv');
    assert.deepEqual(
      [
        config.host,
        config.port,
        config.dataDir,
        config.databaseUrl,
        config.rootKey,
        config.smtpUrl,
        config.logLevel,
        config.trustProxy,
      ],
      ['127.0.0.1', 8080, '/srv/data', null, null, null, 'info', false],
    );
  });

  const bad: [name: string, value: string][] = [
    ['PORT', '80800'],
    ['PORT', 'http'],
    ['SITE_URL', 'coterie.example.com'],
    ['SITE_URL', 'ftp://coterie.example.com'],
    ['DATABASE_URL', 'mysql://x/y'],
    ['COTERIE_ROOT_KEY', 'too short'],
    ['COTERIE_WORLDS_MEMORY', '8'],
    ['COTERIE_WORLDS_MEMORY', '1 GB'],
    ['SMTP_URL', 'mail.example.com'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', 'banana'],
    ['TRUST_PROXY', '10.0.0.0/99'],
    ['RATE_LIMIT_TOKEN', 'many'],
    ['RATE_LIMIT_NETWORK', '-1'],
    ['COTERIE_ROOTKEY', 'a typing error'],
  ];
  for (const [name, value] of bad)
    it(`refuses ${name}=${value}, naming it, without showing a value that may be secret`, () => {
      const problems = problemsOf({ [name]: value });
      assert.equal(problems.length, 1);
      assert.ok(problems[0]?.startsWith(`${name}: `), problems[0]);
      if (name === 'COTERIE_ROOT_KEY' || name === 'DATABASE_URL')
        assert.ok(!problems[0]?.includes(value));
    });

  it('takes memory in MiB, and without it a part of what there is', () => {
    assert.equal(readConfig({ COTERIE_WORLDS_MEMORY: '64' }, '/').worldsBytes, 64 * 2 ** 20);
    const { worldsBytes } = readConfig({}, '/');
    assert.ok(worldsBytes > 16 * 2 ** 20 && worldsBytes <= totalmem() / 4);
  });

  it('tells all that is wrong at once', () => {
    assert.equal(problemsOf({ PORT: 'x', LOG_LEVEL: 'y' }).length, 2);
  });

  it('takes a root key as hexadecimal or base64, and the path off a site address', () => {
    const hex = '00'.repeat(32);
    assert.ok(readConfig({ COTERIE_ROOT_KEY: hex }, '/').rootKey);
    assert.ok(
      readConfig({ COTERIE_ROOT_KEY: Buffer.from(hex, 'hex').toString('base64') }, '/').rootKey,
    );
    assert.equal(
      readConfig({ SITE_URL: 'https://coterie.example.com/x' }, '/').siteUrl,
      'https://coterie.example.com',
    );
  });

  it('takes proxies as a count, as networks, or all of them, and lets the settings of the command line stand', () => {
    for (const [text, expected] of [
      ['1', 1],
      ['2', 2],
      ['0', false],
      ['true', true],
      ['false', false],
      ['10.0.0.0/8, ::1,loopback', ['10.0.0.0/8', '::1', 'loopback']],
    ] as const)
      assert.deepEqual(readConfig({ TRUST_PROXY: text }, '/').trustProxy, expected, text);
    readConfig({ COTERIE_TOKEN: 'x', COTERIE_FROM_TOKEN: 'y' }, '/');
  });
});
