import { type Id, mightPermit, projectSubjects, type SubjectTable } from '@coterie/kernel';
import type { ProjectRow } from '../../../store/project/projects.ts';
import type { View } from '../../view.ts';

/** What is in environments, by subject. */
const content = Object.entries<SubjectTable[string]>(projectSubjects).filter(
  ([, { enforced, keys }]) => enforced && keys?.includes('environment'),
);

/** Whether the caller may see a project's environments, or may do anything in that one. */
const seesEnvironment = (view: View, project: Id, environment: string): boolean =>
  view.may('environments', 'read', project) ||
  content.some(([subject, { actions }]) =>
    actions.some((action) => mightPermit(view.live(project), subject, action, { environment })),
  );

/** A project with those of its environments that the caller may see. */
export const withSeenEnvironments = (view: View, row: ProjectRow): ProjectRow => ({
  ...row,
  environments: row.environments.filter(({ slug }) => seesEnvironment(view, row.id, slug)),
});
