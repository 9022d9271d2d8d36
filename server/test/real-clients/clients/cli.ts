import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Check, RealClient } from '../support/client.ts';
import { builtFromSource, sourceVersion } from '../support/obtain.ts';
import { printed, run } from '../support/program.ts';
import type { Stage } from '../support/stage.ts';
import versions from '../versions.json' with { type: 'json' };

const { source, version } = versions['Command line'];
const ours = fileURLToPath(new URL('../programs/cli/', import.meta.url));

/** The command line client, as the guide has it used: told its address and a machine identity's token. */
export const commandLine: RealClient = {
  name: 'Command line',
  version: sourceVersion(source, version),
  obtain: async () => [
    join(await builtFromSource('cli', 'infisical', source, version), 'infisical'),
  ],
  checks: ([program = ''], stage) => {
    const cli = cliBy(program, stage);
    return [
      ...signingIn(cli, stage),
      ...secrets(cli, stage),
      ...giving(cli, stage),
      agent(program, stage),
    ];
  },
};

type Cli = {
  login: (clientSecret?: string) => ReturnType<typeof run>;
  /** What a command prints that is signed in and told the project. */
  tell: (...words: string[]) => Promise<string>;
  env: () => Promise<Record<string, string>>;
};

function cliBy(program: string, { url, robot, project }: Stage): Cli {
  const quiet = { INFISICAL_DOMAIN: url, INFISICAL_DISABLE_UPDATE_CHECK: 'true', HOME: tmpdir() };
  const login = (clientSecret = robot.clientSecret) =>
    run(
      [
        program,
        'login',
        '--method=universal-auth',
        `--client-id=${robot.clientId}`,
        `--client-secret=${clientSecret}`,
        '--plain',
        '--silent',
      ],
      { env: quiet },
    );
  const env = async () => ({ ...quiet, INFISICAL_TOKEN: (await login()).out.trim() });
  return {
    login,
    env,
    tell: async (...words) => {
      const end = words.indexOf('--');
      const flags = [`--projectId=${project.id}`, '--env=dev', '--silent'];
      const before = end < 0 ? words : words.slice(0, end);
      const after = end < 0 ? [] : words.slice(end);
      return printed([program, ...before, ...flags, ...after], { env: await env() });
    },
  };
}

const signingIn = (cli: Cli, stage: Stage): Check[] => [
  {
    says: 'signs in, and is told when the client secret is wrong',
    run: async () => {
      const { code, out } = await cli.login();
      assert.equal(code, 0);
      assert.equal(out.trim().split('.').length, 3);
      const wrong = await cli.login('wrong');
      assert.notEqual(wrong.code, 0);
      assert.match(wrong.out + wrong.err, /client id or the client secret is wrong/);
    },
  },
  {
    says: 'is refused at once when it is taken out of its group',
    run: async () => {
      await stage.put('GUARDED', 'shown');
      await stage.takeOut();
      try {
        await assert.rejects(cli.tell('export'), /permission|403/);
      } finally {
        await stage.takeBackIn();
      }
      assert.match(await cli.tell('export'), /^GUARDED='shown'$/m);
    },
  },
];

const secrets = (cli: Cli, stage: Stage): Check[] => [
  {
    says: 'sets, gets and deletes secrets',
    run: async () => {
      await cli.tell('secrets', 'set', 'SET=one');
      assert.equal(await stage.value('SET'), 'one');
      await cli.tell('secrets', 'set', 'SET=two');
      assert.equal(await stage.value('SET'), 'two');
      assert.equal((await cli.tell('secrets', 'get', 'SET', '--plain')).trim(), 'two');
      await cli.tell('secrets', 'delete', 'SET', '--type=shared');
      assert.equal(await stage.value('SET'), 404);
    },
  },
  {
    says: 'makes, lists and deletes folders',
    run: async () => {
      const names = async () => (await stage.folders()).map(({ name }) => name);
      await cli.tell('secrets', 'folders', 'create', '--name=made', '--path=/');
      assert.ok((await names()).includes('made'));
      assert.match(await cli.tell('secrets', 'folders', 'get', '--path=/'), /made/);
      await cli.tell('secrets', 'folders', 'delete', '--name=made', '--path=/');
      assert.equal((await names()).includes('made'), false);
    },
  },
];

const giving = (cli: Cli, stage: Stage): Check[] => [
  {
    says: 'exports with references followed and imports merged',
    run: async () => {
      for (const name of ['given', 'base']) await stage.makeFolder(name);
      await stage.put('HOST', 'db', '/base');
      await stage.put('URL', 'pg://${dev.base.HOST}', '/given');
      await stage.importInto('/given', '/base');
      const exported = JSON.parse(await cli.tell('export', '--format=json', '--path=/given')) as {
        key: string;
        value: string;
      }[];
      const values = Object.fromEntries(exported.map(({ key, value }) => [key, value]));
      assert.deepEqual(values, { HOST: 'db', URL: 'pg://db' });
    },
  },
  {
    says: 'runs a program with the secrets in its environment',
    run: async () =>
      assert.equal(
        (await cli.tell('run', '--path=/given', '--', 'printenv', 'URL')).trim().split('\n').at(-1),
        'pg://db',
      ),
  },
];

/** The agent signs in by itself, writes a template, and writes it again when a secret has changed. */
const agent = (program: string, stage: Stage): Check => ({
  says: 'its agent keeps a template up to date',
  run: async () => {
    await stage.makeFolder('agent');
    await stage.put('KEPT', 'one', '/agent');
    const folder = mkdtempSync(join(tmpdir(), 'coterie-agent-'));
    const config = arrange(folder, stage);
    const child = spawn(program, ['agent', '--config', config], { stdio: 'ignore' });
    try {
      await untilHas(join(folder, 'rendered'), 'KEPT=one');
      await stage.change('KEPT', 'two', '/agent');
      await untilHas(join(folder, 'rendered'), 'KEPT=two');
    } finally {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  },
});

function arrange(folder: string, { url, robot, project }: Stage): string {
  cpSync(ours, folder, { recursive: true });
  const words = { SITE: url, FOLDER: folder, PROJECT: project.id };
  for (const name of ['agent.yaml', 'template']) {
    const path = join(folder, name);
    const text = Object.entries(words).reduce(
      (all, [word, value]) => all.replaceAll(word, value),
      readFileSync(path, 'utf8'),
    );
    writeFileSync(path, text);
  }
  writeFileSync(join(folder, 'client-id'), robot.clientId);
  writeFileSync(join(folder, 'client-secret'), robot.clientSecret);
  return join(folder, 'agent.yaml');
}

async function untilHas(path: string, text: string): Promise<void> {
  const read = () => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  for (let tries = 0; tries < 150; tries++) {
    if (read().includes(text)) return;
    await pause(200);
  }
  assert.fail(`after 30 s there is no ${text} in ${read() || 'an empty file'}`);
}
