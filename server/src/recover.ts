import { parseArgs } from 'node:util';
import { BadConfig, readConfig } from './config.ts';
import { CannotStart } from './house.ts';
import { PostgresProblem } from './postgres/index.ts';
import { makeLogger, open } from './server.ts';
import { CannotRecover, recoverAdmin } from './usecases/setup/recover.ts';

/** `coterie admin recover`: run on the server, with its settings and its root key; the server itself may run meanwhile. */

const closers: (() => Promise<unknown>)[] = [];
try {
  const { values } = parseArgs({
    options: { organization: { type: 'string' }, email: { type: 'string' } },
  });
  const { organization: slug, email } = values;
  if (!slug || !email) throw new CannotRecover('--organization and --email are needed');
  const config = readConfig(process.env, process.cwd());
  const parts = await open(config, makeLogger('fatal'), () => {}, closers);
  const { name, groupsLeft, told } = await recoverAdmin(parts, { slug, email });
  console.log(`${email} is an administrator of ${name}.`);
  if (groupsLeft > 0) console.log(`Taken out of ${groupsLeft} groups that denied something of it.`);
  console.log(
    told.length > 0
      ? `Told by mail: ${told.join(', ')}.`
      : 'No mail could be sent: tell the other administrators yourself. It is in the access log.',
  );
} catch (error) {
  const isKnown = [CannotRecover, CannotStart, BadConfig, PostgresProblem].some(
    (kind) => error instanceof kind,
  );
  console.error(isKnown ? (error as Error).message : error);
  process.exitCode = 1;
} finally {
  for (const close of closers.reverse()) await close();
}
