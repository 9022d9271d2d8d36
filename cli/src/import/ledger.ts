import { same } from './compare.ts';
import type { SourceRole } from './source.ts';

/** One thing to write. `count` of them are written at once, all or none. */
export type Step = { what: string; title: string; count: number; run: () => Promise<unknown> };
/** What would be written, and what would not and why. */
export type Plan = {
  steps: Step[];
  /** Things that are here already just so, by kind. */
  same: Map<string, number>;
  /** Here, and otherwise: kept unless asked to overwrite. */
  differing: string[];
  /** What cannot be brought over. */
  left: string[];
};
export type RoleBody = {
  name: string;
  slug: string;
  description: string | null;
  permissions: { subject: string; action: string | string[] }[];
};

/** What comparing the two instances has found so far. */
export class Ledger {
  readonly plan: Plan = { steps: [], same: new Map(), differing: [], left: [] };
  readonly #overwrite: boolean;

  constructor(overwrite: boolean) {
    this.#overwrite = overwrite;
  }

  add(what: string, title: string, count: number, run: () => Promise<unknown>): void {
    this.plan.steps.push({ what, title, count, run });
  }

  isSame(what: string): void {
    this.plan.same.set(what, (this.plan.same.get(what) ?? 0) + 1);
  }

  differs(what: string, title: string, run: () => Promise<unknown>): void {
    if (this.#overwrite) this.add(what, `${title} (replaced)`, 1, run);
    else this.plan.differing.push(title);
  }

  /** A custom role to be made, or changed where it differs. */
  role(
    title: string,
    what: string,
    wanted: SourceRole,
    here: readonly { id: string; slug: string; permissions: unknown }[],
    write: {
      create: (body: RoleBody) => Promise<unknown>;
      edit: (id: string, body: RoleBody) => Promise<unknown>;
    },
  ): void {
    if (!wanted.permissions) {
      this.plan.left.push(`${title}: its rules are not shown by the other instance`);
      return;
    }
    const { name, slug, description = null } = wanted;
    const body = { name, slug, description, permissions: wanted.permissions } as RoleBody;
    const known = here.find((one) => one.slug === slug);
    if (!known) this.add(what, title, 1, () => write.create(body));
    else if (same(known.permissions, wanted.permissions)) this.isSame(what);
    else this.differs(what, title, () => write.edit(known.id, body));
  }
}
