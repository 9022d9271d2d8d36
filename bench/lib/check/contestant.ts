import type { LiveOrganization } from '../live.ts';
import type { Asked } from '../questions.ts';

/** Something that answers the questions by their number. `asks` says how many of them, from the first on. */
export type Contestant = {
  name: string;
  asks: number;
  ask(question: number): boolean;
};

/** Makes contestants, after everything that may be done beforehand has been done. */
export type Preparation = (
  live: LiveOrganization,
  questions: readonly Asked[],
) => Promise<Contestant[]> | Contestant[];
