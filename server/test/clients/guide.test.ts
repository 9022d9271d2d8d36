import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { endpoints } from '@coterie/contract';

const guide = new URL('../../../docs/guide/existing-clients.md', import.meta.url);

type Row = { id: string; request: string; here: string; file: string | undefined };
const rows: Row[] = readFileSync(guide, 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]+\d+ \|/.test(line))
  .map((line) => {
    const [, id = '', request = '', , , here = '', shown = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { id, request: request.replaceAll('`', ''), here, file: /\]\((.+)\)/.exec(shown)?.[1] };
  });

/** What the clients call, from the least sets of the wire contract, §18. */
const called = `
  A1 A2 A4 A5 A6 A7 A8 A9 A10 A11 A14 A16 A22
  G1 G2 G3 G4 G5 G9 G10 G11 PG1 PG2 PG3 PG4
  P1 P2 P3 P4 P5 P6 P8 P9 R6 R7 R8 R9 R10 R11 R12 R13 R14
  I1 I2 I3 I4 I5 I6 I7 I8 I9 PU1 PU2 PU3 PU4 PU5
  S1 S2 S3 S4 S5 S6 S8 S9 F1 F2 F3 F4 F5 F6 E1 E2 E3 E4 T7 T8`
  .trim()
  .split(/\s+/);

/** A request without the names of what stands in its path. */
const shapeOf = (request: string): string => request.replaceAll(/\{\w+\}|:\w+/g, '*');
const served = new Set(
  Object.values(endpoints).map(({ method, path }) => shapeOf(`${method} ${path}`)),
);

describe('docs/guide/existing-clients.md', () => {
  it('has each request that the clients make, once', () => {
    const ids = rows.map(({ id }) => id);
    assert.deepEqual(
      called.filter((id) => !ids.includes(id)),
      [],
    );
    assert.equal(new Set(ids).size, ids.length);
  });

  it('says of each whether it works, differs or is not there', () => {
    for (const { id, here } of rows)
      assert.match(here, /^(?:works|differs: .+|none(?:: .+)?)$/, id);
  });

  it('says so truly: what is there has a door, and nothing else has', () => {
    for (const { id, request, here } of rows)
      assert.equal(served.has(shapeOf(request)), !here.startsWith('none'), `${id}: ${request}`);
  });

  it('names for what is there a test that plays it', () => {
    for (const { id, here, file } of rows) {
      if (here.startsWith('none')) continue;
      assert.ok(file && existsSync(new URL(file, guide)), id);
      const text = readFileSync(new URL(file, guide), 'utf8');
      assert.match(text, /\bit\(/, id);
    }
  });
});
