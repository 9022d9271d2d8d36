import type { RealClient } from '../support/client.ts';
import { rustProgram } from '../support/obtain.ts';
import versions from '../versions.json' with { type: 'json' };
import { following, reading, sdkChecks, writing } from './sdk-checks.ts';

const { version } = versions['Rust SDK'];

export const rustSdk: RealClient = {
  name: 'Rust SDK',
  version,
  obtain: () => rustProgram('rust-sdk', version),
  checks: sdkChecks(reading, following, writing),
};
