import type { RealClient } from '../support/client.ts';
import { rustProgram } from '../support/obtain.ts';
import versions from '../versions.json' with { type: 'json' };
import { following, reading, sdkChecks, writing } from './sdk-checks.ts';

const { crate, version } = versions['Rust SDK'];

export const rustSdk: RealClient = {
  name: 'Rust SDK',
  version,
  obtain: () => rustProgram('rust-sdk', crate, version),
  checks: sdkChecks(reading, following, writing),
};
