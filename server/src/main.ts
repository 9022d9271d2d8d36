import { parseArgs } from 'node:util';
import { BadConfig, readConfig, variables } from './config.ts';
import { BadRootKey } from './crypto/root-key.ts';
import { furnishDemo } from './demo.ts';
import { CannotStart } from './house.ts';
import { PostgresProblem } from './postgres/index.ts';
import { makeLogger, start } from './server.ts';
import { CannotMigrate } from './store/migrate.ts';
import { setUpLink } from './usecases/setup/print-link.ts';

const help = `Coterie: user groups and access control for organizations, projects and secrets.

Usage: npm start [-- options]

Options:
  --demo    fill an empty instance with a demo organization, and print how to sign in
  --help    show this

Environment:
${variables
  .map(({ name, meaning, otherwise }) =>
    `  ${name.padEnd(24)}${meaning}. Otherwise ${otherwise}`.replaceAll('`', ''),
  )
  .join('\n')}
`;

const began = performance.now();
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const progress = (text: string): void =>
  say(`  ${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${text}`);

try {
  const { values } = parseArgs({
    options: { demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) say(help);
  else await run(values.demo === true);
} catch (error) {
  const isKnown =
    error instanceof BadConfig ||
    error instanceof CannotStart ||
    error instanceof BadRootKey ||
    error instanceof CannotMigrate ||
    error instanceof PostgresProblem;
  const text = isKnown || isUsage(error) ? (error as Error).message : (error as Error).stack;
  process.stderr.write(`\nCoterie cannot start: ${text}\n`);
  process.exitCode = 1;
}

async function run(isDemo: boolean): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const stopping = onStop();
  const running = await start(config, makeLogger(config.logLevel), progress);
  stopping.arrange(() => running.stop());
  if (isDemo) await furnishDemo(running.parts, progress, say);
  progress('ready');
  say(`\nCoterie is at ${running.url}`);
  const link = await setUpLink(running.parts);
  if (link !== null)
    say(`\nThis instance is new. Create the first administrator here, once:\n  ${link}`);
  say('\nCtrl-C stops it.');
}

/** Stopping ends within this, whatever clients and the database do (milliseconds). */
const longestStop = 30_000;

/** Ctrl-C and a polite kill stop the server and then the process; one that comes while it starts waits for that. */
function onStop(): { arrange(stop: () => Promise<void>): void } {
  const arranged = Promise.withResolvers<() => Promise<void>>();
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) {
      process.stderr.write('stopped at once, by a second signal\n');
      process.exit(1);
    }
    isStopping = true;
    say('\nstopping … (again to stop at once)');
    setTimeout(() => {
      process.stderr.write(
        `stopping took longer than ${longestStop / 1000} s, and was cut short\n`,
      );
      process.exit(1);
    }, longestStop).unref();
    arranged.promise
      .then((work) => work())
      .then(
        () => {
          say('stopped');
          process.exit(0);
        },
        (error: unknown) => {
          process.stderr.write(`stopping failed: ${String(error)}\n`);
          process.exit(1);
        },
      );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return { arrange: arranged.resolve };
}

function isUsage(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
}
