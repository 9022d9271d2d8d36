import { access } from '@coterie/contract';
import { useAsk } from '../../api.ts';
import { Badge } from '../../parts/badge.tsx';
import { Bones, Failed } from '../../parts/notice.tsx';
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
};

/** The members of one group beside the places of another, or of the same. */
export function GroupReach({ title, members, places }: Given) {
  const error = members.error ?? places.error;
  if (error) return <Failed error={error} what="where this group reaches" />;
  if (!members.answer || !places.answer) return <Bones rows={2} />;
  const { projects } = places.answer;
  return (
    <section aria-label="What this changes" className="rounded-lg border border-line">
      <p className="border-b border-line bg-panel px-3 py-2 text-sm font-semibold">
        {title(plural(members.answer.memberCount, 'member'))}
      </p>
      {projects.length === 0 && (
        <p className="px-3 py-2 text-sm text-dim">No place in a project.</p>
      )}
      <ScrollList label="Places" className="max-h-56 divide-y divide-line">
        {projects.map(({ id, name, roles }) => (
          <li key={id} className="flex flex-wrap items-center gap-1.5 px-3 py-2 text-sm">
            <span className="font-medium">{name}</span>
            {roles.map((role, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same role may come by two groups, and the badges keep no state
              <Badge key={index} tone="accent">
                {role.name}
              </Badge>
            ))}
          </li>
        ))}
      </ScrollList>
    </section>
  );
}
