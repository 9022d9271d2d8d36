import assert from 'node:assert/strict';
import { isValidOracle, type Snapshot } from '../../spec/oracle.ts';
import type { Instant, Validity } from '../../src/index.ts';
import { asks, moments, worlds } from '../worlds.ts';
import { law, worldOf } from './law.ts';
import { said } from './said.ts';

law(
  'law 10, expired is absent: what is not valid now might as well not exist, in every kind of answer',
  [worlds, asks, moments],
  (snapshot, asked, at) => {
    assert.deepEqual(
      said(worldOf(snapshot), asked, at),
      said(worldOf(validOnly(snapshot, at)), asked, at),
    );
  },
);

/** What is valid now, for ever, and nothing else. */
function validOnly(snapshot: Snapshot, at: Instant): Snapshot {
  const forEver = <T extends Validity>(facts: readonly T[]): T[] =>
    facts
      .filter((fact) => isValidOracle(fact, at))
      .map((fact) => ({ ...fact, from: null, until: null }));
  return { ...snapshot, edges: forEver(snapshot.edges), grants: forEver(snapshot.grants) };
}
