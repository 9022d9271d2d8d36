import { existsSync, readFileSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { node24 } from './node24.mjs';
import { step } from './progress.mjs';
import { run, script } from './run.mjs';

const debians = '/usr/bin/chromium';

/** Finds or installs the browser of the journeys: gives its path, or undefined for the one that Playwright keeps itself. */
export async function ensureChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given))
    throw new Failure(`there is no browser at CHROMIUM_PATH \`${given}\``);
  if (given) return given;
  if (existsSync(debians)) return debians;
  if (process.getuid?.() === 0 && isDebian()) return step('Installing Chromium', fromDebian);
  return step('Installing Chromium', fromPlaywright);
}

function isDebian() {
  return (
    existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

async function fromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another installation may be under way, for example by a second test run.
  const patient = ['-q', '-o', 'DPkg::Lock::Timeout=300'];
  await apt([...patient, 'update']);
  await apt([...patient, 'install', '-y', '--no-install-recommends', 'chromium']);
  return debians;

  /** @param {string[]} args */
  async function apt(args) {
    const { code, output } = await run('apt-get', args, { env });
    if (code !== 0)
      throw new Failure(`apt-get ${args.at(-1)} failed; the journeys need a browser:\n${output}`);
  }
}

async function fromPlaywright() {
  const { code, output } = await run(node24(), [
    script('@playwright/test', 'playwright'),
    'install',
    'chromium',
  ]);
  if (code === 0) return undefined;
  throw new Failure(
    `the journeys need a browser, and Playwright could not fetch one: install Chromium from your system and set CHROMIUM_PATH to it\n${output}`,
  );
}
