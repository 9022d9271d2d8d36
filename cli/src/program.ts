import { Command } from 'commander';
import { adminCommand } from './commands/admin.ts';
import { importCommand } from './commands/import.ts';
import { logCommand } from './commands/log.ts';

/** All commands of the command line. */
export const program = (): Command =>
  new Command('coterie')
    .description('Coterie from the command line')
    .showHelpAfterError('(--help says what a command takes)')
    .addCommand(adminCommand())
    .addCommand(importCommand())
    .addCommand(logCommand());
