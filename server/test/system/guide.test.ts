import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { variables } from '../../src/config.ts';
import { openHouse } from '../support/house.ts';

const guide = (name: string) =>
  readFileSync(new URL(`../../../docs/guide/${name}`, import.meta.url), 'utf8');

describe('the guides', () => {
  it('by-script.md does what it says', async () => {
    const house = await openHouse();
    try {
      const [, script = ''] = /```sh\n([\s\S]*?)```/.exec(guide('by-script.md')) ?? [];
      const here = script.replace('http://127.0.0.1:8080', house.url);
      assert.notEqual(here, script);
      const { stdout } = await promisify(execFile)('bash', ['-c', here]);
      assert.deepEqual(stdout.trim().split('\n'), ['brass', 'Engineering', '403']);
    } finally {
      await house.close();
    }
  });

  it('configuration.md has every variable, and no other', () => {
    const named = [...guide('configuration.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(named, Object.keys(variables));
  });
});
