import { existsSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { inRoot } from './root.mjs';

/** The path of a Node that runs TypeScript: this one when it is new enough, else the one npm installed. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = inRoot('node_modules', `node-${system}-${process.arch}`, 'bin', program);
  if (existsSync(path)) return path;
  throw new Failure(
    `Node 24 or newer is needed, and this is ${process.version}; npm has none for ${system} on ${process.arch}: install it from your system or from nodejs.org`,
  );
}
