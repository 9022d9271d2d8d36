import { useRouter } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useOrganization, useSession } from './session.tsx';

type Viewer = { may: (subject: string, action: string) => boolean; managesGroups: boolean };
type Icon = ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;

/** A page as the menus offer it: the sidebar where it is in one of its lists, the palette in any case but that of a project's. */
export type Place = {
  label: string;
  icon: Icon;
  menu?: 'top' | 'organization' | 'project';
  /** Whether the viewer finds anything there; everyone does, where nothing is said. */
  seen?: (viewer: Viewer) => boolean;
  /** What else it is looked for by. */
  words?: string;
};

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    place?: Place;
  }
}

export const sees =
  (subject: string) =>
  ({ may }: Viewer): boolean =>
    may(subject, 'read');

/** The places that the viewer may go to, in the order of the routes. */
export function usePlaces(): (Place & { to: string })[] {
  const { routesById } = useRouter();
  const { may } = useOrganization();
  const { managesGroups } = useSession();
  return Object.values(routesById).flatMap(({ options, fullPath }) => {
    const place = options.staticData?.place;
    return place && (place.seen?.({ may, managesGroups }) ?? true)
      ? [{ ...place, to: fullPath }]
      : [];
  });
}
