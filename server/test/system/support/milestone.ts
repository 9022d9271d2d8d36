/** A count that can be waited for. */
export class Milestone {
  #waiting: { goal: number; resolve: () => void }[] = [];
  count = 0;

  add(): void {
    this.count++;
    const reached = this.#waiting.filter(({ goal }) => goal <= this.count);
    this.#waiting = this.#waiting.filter(({ goal }) => goal > this.count);
    for (const { resolve } of reached) resolve();
  }

  /** Done when it was added to so many further times; fails when `work`, which adds, is over before. */
  async further(times: number, work: Promise<unknown>): Promise<void> {
    const goal = this.count + times;
    const reached = new Promise<void>((resolve) => this.#waiting.push({ goal, resolve }));
    await Promise.race([reached, work]);
    if (this.count < goal) throw new Error(`the work was over after ${this.count} of ${goal}`);
  }
}
