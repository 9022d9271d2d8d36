import { type Change, type ContentCommand, plan, refuse, supposing } from '@coterie/kernel';
import { type Follows, type Newcomer, planned, type Wanted } from '../../access/change.ts';
import { inTransaction, type Tx } from '../../store/db.ts';
import { orgOf } from '../look.ts';
import type { Caller, Parts } from '../parts.ts';
import { View, type Work } from '../view.ts';
import { asItStood, type Scene } from './as-of.ts';

/** An act, to be done with the parts that it is given. */
export type Act = (parts: Parts) => Promise<unknown>;

/** Thrown where an act that is only asked about would begin to write. */
class Stopped extends Error {}

/** A view whose acts on content are noted in the place of being done. */
class Supposing extends View {
  readonly acts: ContentCommand[] = [];
  readonly follows: Follows[] = [];

  override get isSupposed(): boolean {
    return true;
  }

  override told(follows: Follows): void {
    this.follows.push(follows);
  }

  override act(command: ContentCommand): void {
    const asked = plan(this.world, command, { principal: this.principal }, this.at);
    if ('refusal' in asked) refuse(asked.refusal);
    this.acts.push(command);
    throw new Stopped();
  }
}

/**
 * What acts would do, found by doing each as far as its first write, with all that it reads, asks and refuses before:
 * upon the world of the scene as the acts before it would leave it. Whatever they do in the database is rolled back.
 */
export class Supposition {
  readonly changes: Change[] = [];
  readonly acts: ContentCommand[] = [];
  /** What refers to the things that the acts rename or delete. */
  readonly follows: Follows[] = [];
  readonly newcomers: Newcomer[] = [];
  readonly #scene: Scene;
  readonly #version: number;
  readonly #parts: Parts;

  constructor(parts: Parts, scene: Scene) {
    this.#scene = scene;
    this.#version = scene.world.version;
    const { world, at } = scene;
    this.#parts = {
      ...parts,
      ...(world === scene.view.world
        ? {}
        : {
            worlds: {
              at: async () => world,
              now: async () => world,
              past: async () => world,
              memory: parts.worlds.memory,
            },
          }),
      now: () => at,
      access: {
        change: (wanted) => this.#change(wanted),
        within: (_, wanted) => this.#change(wanted),
      },
      content: { write: (caller, work) => this.#write(caller, work) },
    };
  }

  /** Refuses what the act itself would be refused. */
  async suppose(act: Act): Promise<void> {
    try {
      await act(this.#parts);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  /** Asks of the world of the scene, as it stood when the question came. */
  ask<T>(look: (world: Scene['world']) => T): Promise<T> {
    const { world, view } = this.#scene;
    return asItStood(this.#parts, { org: view.org, world, version: this.#version }, look);
  }

  #change<T>({ find, check, refers, makes, ...wanted }: Wanted<T>): Promise<never> {
    return this.#rolledBack(async (tx) => {
      await find?.(tx);
      const { changes } = await this.ask((world) =>
        supposing(world, this.changes, (then) => planned(wanted, then)),
      );
      await check?.(tx);
      if (refers) this.follows.push(await refers(tx, this.#scene.world));
      this.changes.push(...changes);
      if (makes) this.newcomers.push(makes);
    });
  }

  #write<T>(caller: Caller, work: Work<T>): Promise<never> {
    const { world, at } = this.#scene;
    const view = new Supposing(world, orgOf(caller), caller.principal, at);
    return this.#rolledBack(async (tx) => {
      try {
        await work(tx, view);
      } finally {
        this.acts.push(...view.acts);
        this.follows.push(...view.follows);
      }
    });
  }

  #rolledBack(work: (tx: Tx) => Promise<void>): Promise<never> {
    return inTransaction(this.#parts.db, async (tx) => {
      await work(tx);
      throw new Stopped();
    });
  }
}
