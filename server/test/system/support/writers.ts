import { secrets } from '@coterie/contract';
import type { Company, Person } from '../../support/house.ts';
import { absent, type Ledger } from './ledger.ts';

/** Makes one write after another, on things of its own; one that `endures` may go on after a write that failed. */
export type Writer = { endures: boolean; next(): Promise<void> };

type Made = { id: string };
type Toggle = {
  thing: string;
  add: () => Promise<unknown>;
  remove: () => Promise<unknown>;
};

export const present = 'present';
export const things = {
  edge: (group: string, member: string) => `member ${member} of group ${group}`,
  grant: (project: string, holder: string) => `holder ${holder} in project ${project}`,
  secret: (project: string, key: string) => `secret ${key} of project ${project}`,
};

/** Puts people in a group and takes them out of it, in turn. */
export const memberWriter = (company: Company, ledger: Ledger, group: Made, people: Person[]) =>
  toggler(
    ledger,
    people.map((person) => ({
      thing: things.edge(group.id, person.id),
      add: () => company.join(group, person),
      remove: () => company.leave(group, person),
    })),
  );

/** Adds groups to a project and takes them away, in turn. */
export const groupWriter = (company: Company, ledger: Ledger, project: Made, groups: Made[]) =>
  toggler(
    ledger,
    groups.map((group) => ({
      thing: things.grant(project.id, group.id),
      add: () => company.addGroup(project, group, 'viewer', 'member'),
      remove: () => company.removeGroup(project, group),
    })),
  );

function toggler(ledger: Ledger, toggles: readonly Toggle[]): Writer {
  let turn = 0;
  return {
    endures: false,
    async next() {
      const { thing, add, remove } = toggles[turn++ % toggles.length] as Toggle;
      if (ledger.value(thing) === absent) await ledger.write(thing, present, add);
      else await ledger.write(thing, absent, remove);
    },
  };
}

/** Creates one secret after another. */
export function secretCreator(
  company: Company,
  ledger: Ledger,
  project: Made,
  prefix: string,
): Writer {
  let made = 0;
  return {
    endures: true,
    next() {
      const key = `${prefix}_${++made}`;
      const value = `value ${made}`;
      return ledger.write(things.secret(project.id, key), value, () =>
        company.secret(project.id, key, value),
      );
    },
  };
}

/** Gives a secret one new value after another, once it has made it. */
export function secretEditor(
  company: Company,
  ledger: Ledger,
  project: Made,
  secretName: string,
): Writer {
  const thing = things.secret(project.id, secretName);
  let edits = 0;
  return {
    endures: false,
    next() {
      const secretValue = `edit ${++edits}`;
      const isNew = ledger.value(thing) === absent;
      return ledger.write(thing, secretValue, () =>
        isNew
          ? company.secret(project.id, secretName, secretValue)
          : company.admin.call(secrets.editSecret, {
              params: { secretName },
              body: { projectId: project.id, environment: 'dev', secretValue },
            }),
      );
    },
  };
}
