import assert from 'node:assert/strict';
import fc from 'fast-check';
import { steady } from '../../src/index.ts';
import { asks, moments, worlds } from '../worlds.ts';
import { law, worldOf } from './law.ts';
import { said } from './said.ts';

law(
  'law 10, expired is absent: as long as nothing begins or ends every answer stays the same',
  [worlds, asks, moments, moments],
  (snapshot, asked, at, later) => {
    const world = worldOf(snapshot);
    const { from, until } = steady(world, at);
    assert.ok(from <= at && at < until);
    fc.pre(from <= later && later < until);
    assert.deepEqual(said(world, asked, later), said(world, asked, at));
  },
);
