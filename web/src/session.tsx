import { projects, session } from '@coterie/contract';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { createContext, useContext } from 'react';
import type { z } from 'zod';
import { keyOf, statusOf, useAsk } from './api.ts';
import { needs } from './words.ts';

export type Session = z.output<typeof session.getCurrentSession.answer>;

/** Who is signed in: undefined while asked, null when nobody. */
export function useCurrentSession() {
  const { answer, error } = useAsk(session.getCurrentSession, {});
  return { session: statusOf(error) === 401 ? null : answer, error };
}

/** Takes the session that a signing-in answered, so that no page asks again. */
export function useTakeSession() {
  const client = useQueryClient();
  return (answer: Session) => {
    client.removeQueries({
      predicate: ({ queryKey }) => queryKey[1] !== session.getCurrentSession.path,
    });
    client.setQueryData(keyOf(session.getCurrentSession, {}), { answer, total: undefined });
  };
}

/** Takes the session and goes to the first page. */
export function useEnter() {
  const take = useTakeSession();
  const navigate = useNavigate();
  return (answer: Session) => {
    take(answer);
    void navigate({ to: '/' });
  };
}

const aboutPowers = [session.getCurrentSession, projects.getProject];

/** A refusal may mean that the session ended, or that rights were lost a moment ago: what is shown of them is asked anew. */
export function afterRefusal(status: number, path: unknown, client: QueryClient) {
  const current = keyOf(session.getCurrentSession, {});
  if (status === 401 && client.getQueryData(current) !== undefined)
    void client.resetQueries({ queryKey: current });
  if ((status !== 403 && status !== 404) || aboutPowers.some((one) => one.path === path)) return;
  for (const endpoint of aboutPowers) void client.invalidateQueries({ queryKey: keyOf(endpoint) });
}

export const SessionContext = createContext<Session | null>(null);

/** The session inside the console; pages there are shown only to who is signed in. */
export function useSession(): Session {
  const value = useContext(SessionContext);
  if (value === null) throw new Error('this page is for people who are signed in');
  return value;
}

/** `lack` names the missing permission, or is undefined when the viewer may. */
export type Powers = { may: Ask<boolean>; lack: Ask<string | undefined> };
type Ask<T> = (subject: string, action: string) => T;

const powers = (permissions: readonly string[], level: 'organization' | 'project'): Powers => {
  const held = new Set(permissions);
  const may = (subject: string, action: string) => held.has(`${subject}:${action}`);
  return {
    may,
    lack: (subject, action) => (may(subject, action) ? undefined : needs(subject, action, level)),
  };
};

const nowhere = { id: '', name: '', slug: '' };
/** The organization that the viewer is in, and what may be done there. */
export function useOrganization() {
  const { organization, permissions } = useSession();
  return { ...(organization ?? nowhere), ...powers(permissions, 'organization') };
}

/** A project and what the viewer may do in it. */
export function useProject(projectId: string) {
  const { answer, error } = useAsk(projects.getProject, { params: { projectId } });
  const isClosed = statusOf(error) === 403 || statusOf(error) === 404;
  return {
    project: isClosed ? undefined : answer?.project,
    error,
    ...powers(answer?.project.permissions ?? [], 'project'),
  };
}
