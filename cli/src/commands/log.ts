import { createWriteStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { Target } from '../import/target.ts';
import { exported } from '../log/export.ts';
import { type Verdict, verifyExport } from '../log/verify.ts';
import { token } from '../token.ts';

/** `coterie log`: the logs of an organization, taken out and verified where no server is. */
export const logCommand = (): Command =>
  new Command('log')
    .description('The access log and all else that was done: export and verify')
    .addCommand(exportCommand())
    .addCommand(verifyCommand());

const exportCommand = (): Command =>
  new Command('export')
    .description(
      'Writes both logs of your organization, with their signed checkpoints, into a file',
    )
    .argument('<file>', 'the file to write, lines of JSON')
    .option('--from <url>', 'the instance', 'http://localhost:8080')
    .option('--token-file <file>', 'holds an access token; else COTERIE_TOKEN does')
    .action(async (file: string, { from, tokenFile }: { from: string; tokenFile?: string }) => {
      const target = new Target(from, token(tokenFile, 'COTERIE_TOKEN'));
      const lines = async function* () {
        for await (const line of exported(target)) yield `${line}\n`;
      };
      await pipeline(Readable.from(lines()), createWriteStream(file, { mode: 0o600 }));
      console.log(`written to ${file}`);
    });

const verifyCommand = (): Command =>
  new Command('verify')
    .description('Verifies an export by itself: it needs no server and no secret key')
    .argument('<file>', 'what `coterie log export` wrote')
    .option(
      '--checkpoints <file>',
      'checkpoints kept in a second place: a cut end is found by them',
    )
    .option('--key <key>', 'the public key that the instance is known to have')
    .action((file: string, { checkpoints, key }: { checkpoints?: string; key?: string }) => {
      const verdict = judge(linesOf(file), checkpoints ? linesOf(checkpoints) : [], key);
      const { entries, unsigned, organization, publicKey, problems } = verdict;
      console.log(`organization ${organization}\npublic key   ${publicKey}`);
      if (problems.length > 0) throw new Failure(problems.join('\n'));
      console.log(
        `whole: ${entries} entries, ${verdict.checkpoints} signed checkpoints${unsigned > 0 ? `; nothing vouches yet for the last ${unsigned}` : ''}`,
      );
      if (key === undefined)
        console.log('Compare the public key with one that you have from elsewhere (--key).');
    });

function judge(lines: string[], others: string[], key: string | undefined): Verdict {
  try {
    return verifyExport(lines, others, key);
  } catch (error) {
    throw new Failure(`this is no export of a log: ${(error as Error).message}`);
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`);
  }
}
