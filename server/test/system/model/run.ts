import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { openDb } from '../../../src/store/db.ts';
import { lockHead } from '../../../src/store/log/log.ts';
import { agreedWorld } from '../support/agreement.ts';
import type { Cast } from './cast.ts';
import { Draw } from './draw.ts';
import { foundState } from './found.ts';
import type { Nodes } from './nodes.ts';
import { type Possible, sorted } from './possible.ts';
import { noAnswer, send } from './requests.ts';
import type { Change, Operation, State } from './state.ts';

export type Fault = 'node killed' | 'node halted' | 'database killed' | 'backend killed';

/** A random history: changes and questions at random nodes, some at once, some while something breaks. */
export class Run {
  readonly #nodes: Nodes;
  readonly #cast: Cast;
  readonly #possible: Possible;
  readonly #draw: Draw;
  #unanswered: number[] = [];
  /** how many answers were judged */
  judged = 0;

  constructor(seed: number, nodes: Nodes, cast: Cast, possible: Possible) {
    this.#nodes = nodes;
    this.#cast = cast;
    this.#possible = possible;
    this.#draw = new Draw(seed, cast);
  }

  /** Something to begin with. */
  async prepare(): Promise<void> {
    for (let n = 0; n < 2; n++) {
      await this.#ask({ do: 'createGroup', group: this.#draw.fresh('g') });
      if (this.#cast.projects.size < 2)
        await this.#ask({ do: 'createProject', project: this.#draw.fresh('p') });
    }
  }

  async step(): Promise<void> {
    if (this.#draw.happens(0.06)) await this.#change(this.#draw.lonely());
    else if (this.#draw.happens(0.5)) await this.#watch(this.#draw.change());
    else await Promise.all(this.#begin());
    await this.#questions(this.#draw.below(3) + 1);
  }

  /** A node that is up to date is asked, and asked the same again as soon as a change was made at another. */
  async #watch(change: Change): Promise<void> {
    const node = this.#node();
    const questions = [this.#draw.question(change), this.#draw.question(change)];
    for (const question of questions) await this.#ask(question, node);
    await this.#change(change, this.#node(node));
    for (const question of questions) await this.#ask(question, node);
  }

  /** Some changes under way, of which at least one is at the node. */
  #begin(node?: number): Promise<void>[] {
    const count = this.#draw.among(node === undefined ? [1, 2, 3] : [2, 3]);
    const changes = Array.from({ length: count }, (_, n) =>
      this.#change(this.#draw.change(), n === 0 ? node : undefined),
    );
    const alongside = node === undefined && this.#draw.happens(0.3);
    return alongside ? [...changes, this.#ask(this.#draw.question())] : changes;
  }

  /** Asked one after another or at once, anywhere but at the nodes that are not there. */
  async #questions(count: number, without?: number): Promise<void> {
    const inTurn = this.#draw.happens(0.5);
    const asked: Promise<void>[] = [];
    for (let n = 0; n < count; n++) {
      const one = this.#ask(this.#draw.question(), this.#node(without));
      if (inTurn) await one;
      asked.push(one);
    }
    await Promise.all(asked);
  }

  async #change(change: Change, node = this.#node()): Promise<void> {
    await this.#ask(change, node);
    if (change.do === 'setUser' && change.status === 'active')
      await this.#ask({ do: 'signIn', who: change.who, token: this.#draw.token() });
    if (change.do === 'deleteGroup') this.#cast.groups.delete(change.group);
  }

  async #ask(operation: Operation, node = this.#node()): Promise<void> {
    const number = this.#possible.begin(operation);
    const url = this.#nodes.urls[node] as string;
    const { outcome, told } = await send(this.#cast, url, operation);
    if (outcome === noAnswer) {
      this.#unanswered.push(number);
      return;
    }
    this.#possible.end(number, outcome, `at node ${node} ${told}`);
    this.judged++;
  }

  #node(without?: number): number {
    const all = this.#nodes.urls.map((_, node) => node);
    return this.#draw.among(all.filter((node) => node !== without));
  }

  /** Something breaks while changes are under way; afterwards it is settled which of them were made. */
  async breaks(fault: Fault): Promise<void> {
    const node = this.#node();
    const changes = Promise.all(this.#begin(node));
    // Looked at when the fault is over.
    changes.catch(() => {});
    await pause(this.#draw.below(8));
    await this.#faults[fault](node);
    await changes;
    await this.#settle();
    await this.#questions(4);
  }

  readonly #faults: Record<Fault, (node: number) => Promise<void>> = {
    'node killed': async (node) => {
      await this.#nodes.kill(node);
      await Promise.all([this.#nodes.restart(node), this.#questions(4, node)]);
    },
    'node halted': async (node) => {
      this.#nodes.halt(node);
      // What the node holds locked keeps others from changing anything, but nobody from reading.
      const late = [this.#ask(this.#draw.question(), node), this.#change(this.#draw.change())];
      const alsoLate = Promise.all(late);
      alsoLate.catch(() => {});
      await this.#questions(4, node);
      this.#nodes.resume(node);
      await alsoLate;
    },
    'database killed': () => this.#nodes.killDatabase(),
    'backend killed': () => this.#nodes.killBackend(),
  };

  /** Waits until nothing that was left unanswered can still take effect. */
  async #settle(): Promise<void> {
    if (this.#unanswered.length === 0) return;
    const { db, close } = openDb(this.#nodes.connection, () => {}, { max: 1 });
    // Whoever changes access holds this lock until it has committed or is no more.
    await db.transaction().execute((tx) => lockHead(tx, this.#cast.company.orgId));
    await close();
    await this.#cast.learnGroups();
    for (const number of this.#unanswered.splice(0)) this.#possible.lose(number);
  }

  /** Tables and log tell the same, and what one of the possible histories has led to. */
  async end(): Promise<void> {
    const { company } = this.#cast;
    const found = foundState(await agreedWorld(this.#nodes.connection, company.orgId), this.#cast);
    const possible = this.#possible.states.map(withoutTokens);
    const isFound = (state: State) =>
      JSON.stringify(sorted(state)) === JSON.stringify(sorted(found));
    if (!possible.some(isFound)) assert.deepEqual(found, possible[0]);
  }
}

const withoutTokens = (state: State): State =>
  new Map([...state].filter(([fact]) => !fact.startsWith('token ')));
