import type { Question } from '../../kernel/src/index.ts';
import { environments, groupsOfAUser, type Organization, paths } from './organization.ts';
import { among, randomFrom, zipf } from './random.ts';

export type Asked = Question & { project: string; attributes: { [key: string]: string } };

const acts = [
  ['secrets', 'readValue'],
  ['secrets', 'readValue'],
  ['secrets', 'readValue'],
  ['secrets', 'edit'],
  ['secrets', 'delete'],
  ['secret-folders', 'read'],
  ['member', 'read'],
  ['tags', 'create'],
  ['audit-logs', 'read'],
] as const;

/** Half of the questions are about a project of one of the user's groups, half about any. */
export function questionsFor(organization: Organization, count: number, seed = 2): Asked[] {
  const random = randomFrom(seed);
  const { users, groups, projects, groupsOfUsers, grants } = organization;
  const user = zipf(random, users.length);
  const project = zipf(random, projects.length);
  const byHolder = Map.groupBy(grants, ({ holder }) => holder);
  return Array.from({ length: count }, () => {
    // A tenth of the questions come from the busiest, the others from anyone.
    const who = random() < 0.1 ? user() : Math.floor(random() * users.length);
    const group = groupsOfUsers[who * groupsOfAUser + Math.floor(random() * groupsOfAUser)] ?? 0;
    const near = byHolder.get(groups[group] as string);
    const where = near && random() < 0.5 ? among(random, near).project : project();
    const [subject, action] = among(random, acts);
    return {
      principal: users[who] as string,
      project: projects[where] as string,
      subject,
      action,
      attributes: { environment: among(random, environments), secretPath: among(random, paths) },
    };
  });
}
