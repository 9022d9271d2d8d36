import { readFileSync } from 'node:fs';
import { Failure } from './failure.ts';

/** A token never stands on the command line, where others on the machine could read it. */
export function token(file: string | undefined, variable: string): string {
  const given = file === undefined ? process.env[variable] : contentOf(file);
  const text = given?.trim();
  if (text) return text;
  throw new Failure(`no access token: set ${variable}, or name a file that holds one`);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`the token file cannot be read: ${(error as Error).message}`);
  }
}
