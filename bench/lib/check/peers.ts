import { readFile } from 'node:fs/promises';
import type { Preparation } from './contestant.ts';

/** What the kernel is compared with: development packages, each imported only when it is wanted. */
const peers: readonly { packageName: string; load: () => Promise<{ prepare: Preparation }> }[] = [
  { packageName: '@casl/ability', load: () => import('./casl.ts') },
  { packageName: '@cedar-policy/cedar-wasm', load: () => import('./cedar.ts') },
  { packageName: 'casbin', load: () => import('./casbin.ts') },
];

export type Peer = { name: string; version: string; prepare: Preparation };

/** The peers that are installed; of each other one it is said that it is missing. */
export async function installedPeers(say: (line: string) => void): Promise<Peer[]> {
  const found: Peer[] = [];
  for (const { packageName, load } of peers)
    try {
      const { prepare } = await load();
      found.push({ name: packageName, version: await versionOf(packageName), prepare });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
      say(`not compared with ${packageName}, which is not installed: \`npm install\` brings it`);
    }
  return found;
}

/** Read from the manifest nearest to the package's entry, since packages seldom export it. */
async function versionOf(packageName: string): Promise<string> {
  const entry = import.meta.resolve(packageName);
  const root = entry.slice(0, entry.lastIndexOf(packageName) + packageName.length);
  const manifest = await readFile(new URL(`${root}/package.json`), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
