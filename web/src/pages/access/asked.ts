import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Choice } from '../../parts/form/picker.tsx';
import {
  inFirst,
  type Question,
  readingASecret,
  readingGroups,
  useEnvironments,
} from './question.tsx';
import type { AccessSearch } from './search.ts';

export const chosen = (id: string | undefined, name: string | undefined): Choice | undefined =>
  id === undefined ? undefined : { id, name: name ?? id };

/** What the address says is asked, and how to ask otherwise: so a question can be shared and gone back to. */
export function useAsked() {
  const search = useSearch({ from: '/console/access' });
  const navigate = useNavigate();
  const set = (part: AccessSearch) =>
    void navigate({ to: '/access', search: { ...search, ...part }, replace: true });
  return { search, set };
}

/** The action that is asked about, and where; the environments are undefined until known. */
export function useQuestion() {
  const { search, set } = useAsked();
  const project = chosen(search.project, search.projectName);
  const start = project === undefined ? readingGroups : readingASecret;
  const environments = useEnvironments(search.project);
  const question: Question = inFirst(
    {
      subject: search.subject ?? start.subject,
      action: search.action ?? start.action,
      environment: search.environment ?? start.environment,
      path: search.path ?? start.path,
      name: search.name ?? start.name,
    },
    environments,
  );
  const setProject = (next: Choice | undefined) =>
    set({
      project: next?.id,
      projectName: next?.name,
      subject: undefined,
      action: undefined,
      environment: undefined,
      path: undefined,
      name: undefined,
    });
  return { project, question, environments, setProject, setQuestion: set };
}
