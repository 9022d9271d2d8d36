import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { applySteps } from '../import/apply.ts';
import { planImport } from '../import/plan.ts';
import { sayPlan } from '../import/say.ts';
import { Source } from '../import/source.ts';
import { Target } from '../import/target.ts';
import { token } from '../token.ts';

type Options = {
  from: string;
  to: string;
  fromTokenFile?: string;
  toTokenFile?: string;
  project?: string[];
  apply?: boolean;
  overwrite?: boolean;
};

/** `coterie import`: groups, roles, projects and secrets of another instance, through its public API. */
export const importCommand = (): Command =>
  new Command('import')
    .description(
      'Brings groups, roles, projects and secrets of another instance here, through its public API.\n' +
        'Without --apply nothing is written: it says what would be. What is here already is kept;\n' +
        'run it again after it was stopped, and it goes on where it was.',
    )
    .requiredOption('--from <url>', 'the instance to read from')
    .option('--to <url>', 'this instance', 'http://127.0.0.1:8080')
    .option('--from-token-file <file>', 'holds an access token for --from')
    .option('--to-token-file <file>', 'holds an access token for --to')
    .option('--project <slug...>', 'only these projects')
    .option('--apply', 'write what is missing')
    .option('--overwrite', 'with --apply, also replace what is here and differs')
    .addHelpText(
      'after',
      '\nTokens are taken from the files, or from the environment: COTERIE_FROM_TOKEN and COTERIE_TOKEN.\n' +
        '\nExample:\n  COTERIE_FROM_TOKEN=… COTERIE_TOKEN=… coterie import --from https://secrets.example.com --apply',
    )
    .action(async (options: Options) => run(options));

async function run(options: Options): Promise<void> {
  const source = new Source(options.from, token(options.fromTokenFile, 'COTERIE_FROM_TOKEN'));
  const target = new Target(options.to, token(options.toTokenFile, 'COTERIE_TOKEN'));
  console.error('reading both instances …');
  const plan = await planImport(source, target, {
    projects: options.project ?? null,
    overwrite: options.overwrite === true,
  });
  sayPlan(plan);
  if (options.apply !== true) {
    console.log('\nNothing was written. Add --apply to write what is missing.');
    return;
  }
  const { done, failed, isStopped } = await applySteps(plan.steps);
  console.log(
    `\n${done} of ${plan.steps.length} done${failed.length > 0 ? `, ${failed.length} refused` : ''}.`,
  );
  for (const { title, why } of failed) console.log(`  refused: ${title}: ${why}`);
  if (isStopped) throw new Failure('stopped; run the same again to go on');
  if (failed.length > 0) throw new Failure('not all could be imported; see above');
}
