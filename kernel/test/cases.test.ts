import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { mayOracle } from '../spec/oracle.ts';
import {
  type Command,
  type ExplainedRoute,
  explain,
  type HolderKind,
  type Source,
  type World,
  whoCan,
} from '../src/index.ts';
import { builtInRules, memberOf } from './build.ts';
import { edgeSaid, type Given, instant, onlyWords, snapshotOf, type Window } from './case-facts.ts';
import { carryOut, factsOf, worldOf } from './laws/law.ts';

/** `cases/README.md` says what the words mean. */
type Asked = ({ yes: string } | { no: string }) & {
  with?: Record<string, unknown>;
  at?: string;
  by?: string[];
  against?: string[];
  because?: string;
};
type Done =
  | ({ join: string; group: string; by?: Source } & Window)
  | { leave: string; group: string; by?: Source }
  | { grant: string; to: string; on: string }
  | { revoke: string; on: string }
  | { suspend: string }
  | { reactivate: string }
  | { delete: string }
  | { remove: string }
  | { add: string };
type Case = { case: string; given: Given; then: (Asked | Done)[] };

const wordsOfSteps = [
  ...['yes', 'no', 'with', 'at', 'by', 'against', 'because'],
  ...['join', 'leave', 'group', 'grant', 'revoke', 'to', 'on', 'from', 'until'],
  ...['suspend', 'reactivate', 'delete', 'remove', 'add'],
];

const folder = new URL('./cases/', import.meta.url);
const today = '2026-01-01';

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')))
  for (const one of JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case[])
    test(`${file}: ${one.case}`, () => {
      const world = worldOf(snapshotOf(one.given));
      for (const step of one.then) {
        onlyWords(step, wordsOfSteps);
        if ('yes' in step || 'no' in step) ask(world, step);
        else carryOut(world, commandFor(world, step), instant(today));
      }
    });

function ask(world: World, asked: Asked): void {
  const at = instant(asked.at ?? today);
  const question = questionOf(asked);
  const told = explain(world, question, at);
  const said = JSON.stringify(asked);
  assert.equal(told.allowed, 'yes' in asked, said);
  assert.equal(mayOracle(factsOf(world), question, at, builtInRules), told.allowed, said);
  assert.equal(whoCan(world, question, at).includes(question.principal), told.allowed, said);
  const live = told.routes.filter(({ blockers }) => blockers.length === 0);
  if ('yes' in asked || asked.by)
    sameRoutes(
      live.filter(({ allows }) => allows.length > 0),
      asked.by,
    );
  sameRoutes(
    live.filter(({ denies }) => denies.length > 0),
    asked.against,
  );
  if (asked.because) assert.equal(told.because, asked.because, said);
}

function questionOf(asked: Asked) {
  const text = 'yes' in asked ? asked.yes : asked.no;
  const [, principal, action, subject, project = null] =
    /^(\S+) (\S+) (\S+)(?: on (\S+))?$/.exec(text) ?? [];
  assert.ok(principal && action && subject, `\`${text}\` is not a question`);
  return { principal, project, subject, action, ...(asked.with ? { attributes: asked.with } : {}) };
}

const sameRoutes = (routes: ExplainedRoute[], written: string[] = []): void =>
  assert.deepEqual(routes.map(writtenOut).sort(), written.toSorted());

function writtenOut({ path, source }: ExplainedRoute): string {
  const end = source.kind === 'role' ? source.role : (source.grant.role ?? 'own rules');
  return [...path.map(({ group }) => group), end].join(' > ');
}

/** The command that a step of a case stands for. */
function commandFor(world: World, step: Done): Command {
  const kind = (name: string): HolderKind => (world.get('group', name) ? 'group' : 'principal');
  if ('join' in step)
    return {
      do: 'edge.add',
      edge: edgeSaid({ ...step, who: step.join }, kind(step.join) === 'group'),
    };
  if ('leave' in step)
    return {
      do: 'edge.remove',
      group: step.group,
      member: step.leave,
      source: step.by ?? 'manual',
    };
  if ('grant' in step) {
    const roles = [
      { id: JSON.stringify(step), role: step.grant, from: null, until: null, range: null },
    ];
    return {
      do: 'grant.add',
      project: step.on,
      holder: step.to,
      holderKind: kind(step.to),
      membership: step.to,
      roles,
    };
  }
  if ('revoke' in step) return { do: 'grant.remove', project: step.on, holder: step.revoke };
  if ('suspend' in step) return statusCommand(kind(step.suspend), step.suspend, 'suspended');
  if ('reactivate' in step) return statusCommand(kind(step.reactivate), step.reactivate, 'active');
  if ('delete' in step) return { do: 'group.delete', group: step.delete };
  if ('remove' in step) return { do: 'member.remove', principal: step.remove };
  return { do: 'member.add', member: memberOf(step.add) };
}

function statusCommand(kind: HolderKind, id: string, status: 'active' | 'suspended'): Command {
  if (kind === 'group') return { do: 'group.edit', group: id, status };
  return { do: status === 'active' ? 'member.reactivate' : 'member.suspend', principal: id };
}
