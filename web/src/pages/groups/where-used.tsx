import { access } from '@coterie/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { useAsk } from '../../api.ts';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { Bones, Failed } from '../../parts/frame/notice.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { GroupLink } from '../../parts/list/group-link.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';

type Named = { id: string; name: string };
type Answer = z.output<typeof access.whereUsed.answer>;
type Project = Answer['projects'][number];

/** All that a group reaches and is held by, to look at before it is changed. */
export function WhereUsed({ group, onClose }: { group: Named; onClose: () => void }) {
  const { answer, error } = useAsk(access.whereUsed, { body: { groupId: group.id } });
  return (
    <Dialog title={`Where ${group.name} is used`} onClose={onClose} wide>
      {error && !answer ? (
        <Failed error={error} what="where this group is used" />
      ) : (
        !answer && <Bones rows={3} />
      )}
      {answer && <Used group={group} answer={answer} />}
    </Dialog>
  );
}

function Used({ group, answer }: { group: Named; answer: Answer }) {
  const { memberCount, parents, children, projects, managers, manages } = answer;
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid gap-3 sm:grid-cols-3">
        <Fact title="Members">
          <span className="text-lg font-semibold tabular-nums">
            {memberCount.toLocaleString('en')}
          </span>
          {children.length > 0 && (
            <span className="text-xs text-dim"> with those of groups in it</span>
          )}
        </Fact>
        <Fact title="In these groups">
          <GroupLinks groups={parents} />
        </Fact>
        <Fact title="Groups in it">
          <GroupLinks groups={children} />
        </Fact>
        {managers.length > 0 && (
          <Fact title="Managed by">
            <span className="text-sm">{managers.map(({ name }) => name).join(', ')}</span>
          </Fact>
        )}
        {manages.length > 0 && (
          <Fact title="Its members manage">
            <GroupLinks groups={manages} />
          </Fact>
        )}
      </dl>
      {projects.length === 0 ? (
        <p className="text-sm text-dim">In no project, neither itself nor by another group.</p>
      ) : (
        <Table
          label="Projects reached"
          columns={columnsFor(group)}
          rows={projects}
          keyOf={({ id }) => id}
        />
      )}
    </div>
  );
}

const Fact = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="rounded-lg border border-line bg-panel px-3 py-2">
    <dt className="text-xs text-dim">{title}</dt>
    <dd className="break-words">{children}</dd>
  </div>
);

const GroupLinks = ({ groups }: { groups: readonly Named[] }) =>
  groups.length === 0 ? (
    <span className="text-sm text-dim">none</span>
  ) : (
    <ul>
      {groups.map(({ id, name }) => (
        <li key={id}>
          <GroupLink group={{ id, name }} look="text-sm font-medium hover:underline" />
        </li>
      ))}
    </ul>
  );

const columnsFor = (group: Named): Column<Project>[] => [
  {
    title: 'Project',
    cell: ({ id, name }) => (
      <Link
        to="/projects/$projectId/settings/access/groups"
        params={{ projectId: id }}
        className="font-medium hover:underline"
      >
        {name}
      </Link>
    ),
  },
  {
    title: 'Roles',
    cell: ({ roles, privileges }) => (
      <span className="flex flex-wrap gap-1">
        {roles.map((role, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same role may come by two groups, and the badges keep no state
          <Badge key={index} tone="accent">
            {role.name}
          </Badge>
        ))}
        {[...new Set(privileges)].map((slug) => (
          <Badge key={slug}>{slug}</Badge>
        ))}
      </span>
    ),
  },
  {
    title: 'From',
    cell: ({ via }) => (
      <span className="text-sm text-dim">
        {via.map((name) => (name === group.name ? 'itself' : `via ${name}`)).join(', ')}
      </span>
    ),
  },
];
