import type { ReactNode } from 'react';

/** The question beside its answer; below each other where there is no room. */
export const Columns = ({ children }: { children: ReactNode }) => (
  <div className="grid items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">{children}</div>
);
