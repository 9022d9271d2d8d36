import type { Id } from '@coterie/kernel';

/** What an answer was read from: whether all of it is held still, and unmoved. */
export class Trace {
  readonly #checks: (() => boolean)[] = [];
  #isLost = false;
  /** Whose personal secrets stand in the folders that were read. */
  readonly owners = new Set<Id>();
  /** The newest access version that anything was read with. */
  version = 0;

  /** Something was read that stays as it was for as long as this says so. */
  note(isCurrent: () => boolean, version: number): void {
    this.#checks.push(isCurrent);
    this.version = Math.max(this.version, version);
  }

  /** Something was read that is not held. */
  lose(): void {
    this.#isLost = true;
  }

  /** Whether an answer made of this would be the same now; once not, never again. To be asked behind `fresh`. */
  get isCurrent(): boolean {
    this.#isLost ||= !this.#checks.every((isCurrent) => isCurrent());
    return !this.#isLost;
  }
}
