import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { variables } from '../../src/config.ts';
import { openCompany, openHouse } from '../support/house.ts';

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
      const printed = ['brass', 'Engineering', '403', 'a plate of brass', 'brass'];
      assert.deepEqual(stdout.trim().split('\n'), printed);
    } finally {
      await house.close();
    }
  });

  it('the README asks what it says, and is answered so', async () => {
    const house = await openHouse();
    try {
      const company = await openCompany(house);
      const [ada, shop] = [
        await company.person('Ada', 'no-access'),
        await company.project('Web shop'),
      ];
      const platform = await company.group('Platform');
      await company.join(platform, ada);
      await company.addGroup(shop, platform, 'viewer');
      const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
      const [, script = ''] = /```sh\n([\s\S]*?)```/.exec(readme) ?? [];
      const [, answer = ''] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
      const env = { SITE: house.url, TOKEN: company.admin.token, ADA: ada.id, WEB_SHOP: shop.id };
      const { stdout } = await promisify(execFile)('bash', ['-c', script], {
        env: { ...process.env, ...env },
      });
      assert.partialDeepStrictEqual(JSON.parse(stdout), JSON.parse(answer));
    } finally {
      await house.close();
    }
  });

  it('configuration.md has every variable, and no other', () => {
    const named = [...guide('configuration.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(
      named,
      variables.map(({ name }) => name),
    );
  });
});
