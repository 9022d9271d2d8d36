import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { figuresOf, type Spread } from './lib/figures.ts';
import { root } from './lib/root.mjs';

/**
 * The figures of the house, a row a package: how long files and functions are, how many parameters, how full the fullest
 * folder is, what is cast, what stands twice, what imports in a circle. `--against <commit>` prints those of a commit above.
 */
const { values } = parseArgs({ options: { against: { type: 'string' } } });
const packages = ['kernel', 'contract', 'server', 'web', 'cli'];

const head = [
  'package',
  'files',
  'lines',
  'file med/p95/max',
  'function med/p95/max',
  'parameters med/p95/max',
  'fullest folder',
  'casts',
  'repeats /1000',
  'circles',
  'over 400',
];

function print(title: string, folder: string): void {
  console.log(`\n${title}\n\n| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}`);
  for (const name of packages) {
    const one = figuresOf(join(folder, name, 'src'));
    const three = ({ median, p95, max }: Spread): string => `${median}/${p95}/${max}`;
    const cells = [
      name,
      one.files,
      one.lines,
      three(one.file),
      three(one.functions),
      three(one.parameters),
      one.fullest,
      one.casts,
      one.repeats.toFixed(1),
      one.circles,
      one.long,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

if (values.against) {
  const folder = mkdtempSync(join(tmpdir(), 'coterie-figures-'));
  try {
    const archive = execFileSync('git', ['archive', values.against], {
      cwd: root,
      maxBuffer: 2 ** 30,
    });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    print(values.against, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
print('now', root);
