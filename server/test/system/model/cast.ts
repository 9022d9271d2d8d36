import { groups, projects } from '@coterie/contract';
import { type Caller, type Company, callerAt, type Person, signIn } from '../../support/house.ts';
import { type Shape, type State, shapes } from './state.ts';

type Made = { id: string };
type MadeProject = Made & { roleId: string };

export const rulesOf = (shape: Shape) => shapes[shape] as unknown as object[];

/** Whom and what the names of the model stand for. */
export class Cast {
  readonly company: Company;
  readonly people = new Map<string, Person>();
  readonly groups = new Map<string, Made>();
  readonly projects = new Map<string, MadeProject>();
  /** The newest token of each person, by number. */
  readonly tokens = new Map<string, { number: number; reader: Caller }>();

  constructor(company: Company) {
    this.company = company;
  }

  person = (name: string): Person => known(this.people, name);
  project = (name: string): MadeProject => known(this.projects, name);
  tokenOf = (name: string) => known(this.tokens, name);
  /** A group that is known; the id of none for one that was deleted. */
  group = (name: string): Made => this.groups.get(name) ?? { id: nobody };
  holder = (name: string): Made & { isGroup: boolean } => {
    const person = this.people.get(name);
    return person ? { id: person.id, isGroup: false } : { ...this.group(name), isGroup: true };
  };

  async addPerson(name: string): Promise<void> {
    const person = await this.company.person(name);
    this.people.set(name, person);
    this.tokens.set(name, { number: this.tokens.size, reader: person });
  }

  async signIn(name: string, url: string, number: number): Promise<void> {
    const { accessToken } = await signIn(url, this.person(name).email);
    this.tokens.set(name, { number, reader: callerAt(url, accessToken) });
  }

  async createGroup(name: string, admin: Caller): Promise<void> {
    this.groups.set(name, await admin.call(groups.createGroup, { body: { name } }));
  }

  /** A project with a secret to read and a role of its own to edit. */
  async createProject(projectName: string, admin: Caller): Promise<void> {
    const { project } = await admin.call(projects.createProject, { body: { projectName } });
    await this.company.secret(project.id, 'KEY', 'brass');
    const { id } = await this.company.role('shaped', rulesOf('both'), project.id);
    this.projects.set(projectName, { id: project.id, roleId: id });
  }

  /** Learns which of the groups asked for without an answer are there. */
  async learnGroups(): Promise<void> {
    for (const { name, id } of await this.company.admin.call(groups.listGroups))
      this.groups.set(name, { id });
  }

  /** What everyone may at the beginning. */
  get beginning(): State {
    const facts = [...this.people.keys()].flatMap((name): [string, string][] => [
      [`user ${name}`, 'active'],
      [`token ${this.tokenOf(name).number}`, name],
    ]);
    return new Map(facts);
  }
}

const nobody = '00000000-0000-4000-8000-000000000000';

function known<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new Error(`${name} is not known`);
  return found;
}
