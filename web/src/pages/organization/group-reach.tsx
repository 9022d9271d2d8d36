import { access } from '@coterie/contract';
import type { z } from 'zod';
import { useAsk } from '../../api.ts';
import { Badge } from '../../parts/badge.tsx';
import { Bones, Failed } from '../../parts/notice.tsx';
import { type HasRole, slugOfRole, useOrganizationRoles } from '../../parts/roles.tsx';
import { ScrollList } from '../../parts/scroll-list.tsx';
import { plural } from '../../words.ts';

/** How many members a group has, and where it reaches, now. */
export const useReach = (groupId: string) => useAsk(access.whereUsed, { body: { groupId } });
type Reach = ReturnType<typeof useReach>;

type Given = {
  /** A sentence for "3 members". */
  title: (count: string) => string;
  members: Reach;
  places: Reach;
  /** The role in the organization that comes with the places. */
  role: HasRole;
};

/** What the members of one group would get of the places of another: what they have there already is left out. */
export function GroupReach({ title, members, places, role }: Given) {
  const { nameOf } = useOrganizationRoles();
  const error = members.error ?? places.error;
  if (error) return <Failed error={error} what="where this group reaches" />;
  if (!members.answer || !places.answer) return <Bones rows={2} />;
  const projects = newPlaces(members.answer.projects, places.answer.projects);
  return (
    <section aria-label="What this changes" className="rounded-lg border border-line">
      <p className="border-b border-line bg-panel px-3 py-2 text-sm font-semibold">
        {title(plural(members.answer.memberCount, 'member'))}
      </p>
      {projects.length === 0 && (
        <p className="px-3 py-2 text-sm text-dim">
          Nothing new in a project: no other place, no other role.
        </p>
      )}
      <ScrollList label="Places" className="max-h-56 divide-y divide-line">
        {slugOfRole(role) !== 'no-access' && (
          <li className="flex flex-wrap items-center gap-1.5 px-3 py-2 text-sm">
            <span className="font-medium">In the organization</span>
            <Badge tone="accent">{nameOf(slugOfRole(role))}</Badge>
          </li>
        )}
        {projects.map(({ id, name, roles }) => (
          <li key={id} className="flex flex-wrap items-center gap-1.5 px-3 py-2 text-sm">
            <span className="font-medium">{name}</span>
            {roles.map((role) => (
              <Badge key={role.slug} tone="accent">
                {role.name}
              </Badge>
            ))}
          </li>
        ))}
      </ScrollList>
    </section>
  );
}

type Project = z.output<typeof access.whereUsed.answer>['projects'][number];

/** The roles in `other` that `own` has not got in the same project, each once. */
function newPlaces(own: readonly Project[], other: readonly Project[]): Project[] {
  return other
    .map((project) => {
      const had = own.find(({ id }) => id === project.id)?.roles.map(({ slug }) => slug) ?? [];
      const bySlug = new Map(project.roles.map((role) => [role.slug, role]));
      return { ...project, roles: [...bySlug.values()].filter(({ slug }) => !had.includes(slug)) };
    })
    .filter(({ roles }) => roles.length > 0);
}
