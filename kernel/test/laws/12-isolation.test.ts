import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inverse } from '../../src/index.ts';
import { asks, edges, grants, moments, worlds } from '../worlds.ts';
import { additionsOf, answers, expected, law, worldOf } from './law.ts';

law(
  'law 12, isolation: what happens in one organization changes no answer in another, even under the same ids',
  [worlds, worlds, fc.array(edges), fc.array(grants), asks, moments],
  (ours, theirs, moreEdges, moreGrants, asked, at) => {
    const [here, there] = [worldOf(ours), worldOf(theirs)];
    const before = expected(ours, asked, at);
    const stillOurs = () => assert.deepEqual(answers(here, asked, at), before);
    stillOurs();
    assert.deepEqual(answers(there, asked, at), expected(theirs, asked, at));
    stillOurs();
    there.apply(additionsOf({ ...ours, edges: moreEdges, grants: moreGrants }));
    answers(there, asked, at);
    stillOurs();
    there.apply(inverse(additionsOf(theirs)));
    stillOurs();
  },
);
