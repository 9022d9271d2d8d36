import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { Failure } from '../failure.ts';

const recover = fileURLToPath(new URL('../../../server/src/recover.ts', import.meta.url));

/** `coterie admin`: what is done on the server itself, with its settings and its root key. */
export const adminCommand = (): Command =>
  new Command('admin')
    .description('Work on the server itself, with its settings and its root key')
    .addCommand(recoverCommand());

const recoverCommand = (): Command =>
  new Command('recover')
    .description(
      'Makes a user with an account an administrator again, where nobody in the organization can.\n' +
        'Needs the root key, and the environment that the server runs with. It is in the access log,\n' +
        'and all administrators are told.',
    )
    .requiredOption('--organization <slug>', 'the organization')
    .requiredOption('--email <address>', 'of someone who has an account and a password')
    .addHelpText(
      'after',
      '\nExample:\n  coterie admin recover --organization acme --email ada@example.com',
    )
    .action(({ organization, email }: { organization: string; email: string }) => {
      const given = ['--organization', organization, '--email', email];
      const { status } = spawnSync(process.execPath, [recover, ...given], { stdio: 'inherit' });
      if (status !== 0) throw new Failure('nobody was made administrator');
    });
