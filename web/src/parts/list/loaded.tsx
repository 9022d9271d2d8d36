import type { ReactNode } from 'react';
import { Bones, Failed } from '../frame/notice.tsx';

/** How an answer stands: on its way, failed, or here. */
export type Asked = { answer: unknown; error: unknown; isStale?: boolean; refetch?: () => unknown };

type LoadedGiven = { asked: Asked; what: string; bones?: number; children: ReactNode };

/** What was asked for; until it is here, bones, and where it could not be read, why. */
export function Loaded({ asked: { answer, error, refetch }, what, bones, children }: LoadedGiven) {
  if (answer) return <>{children}</>;
  if (error)
    return (
      <Failed error={error} what={what} {...(refetch ? { retry: () => void refetch() } : {})} />
    );
  return <Bones {...(bones === undefined ? {} : { rows: bones })} />;
}
