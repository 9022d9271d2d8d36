import { groups } from '@coterie/contract';
import { Users } from 'lucide-react';
import { useAsk } from '../../api.ts';
import { Badge, Until } from '../../parts/list/badge.tsx';
import { GroupLink } from '../../parts/list/group-link.tsx';
import { plural } from '../../words.ts';
import type { Tree } from './answer.ts';

/** The groups above and below a group; nothing where there are none. */
export function GroupTree({ group }: { group: { id: string; name: string } }) {
  const { answer: tree } = useAsk(groups.getGroupTree, { params: { id: group.id } });
  if (!tree || tree.edges.length === 0) return null;
  const given = { tree, id: group.id };
  return (
    <section
      aria-label="Nested groups"
      className="mb-4 grid gap-x-6 gap-y-3 rounded-lg border border-line bg-panel px-4 py-3 sm:grid-cols-2"
    >
      <Side {...given} way="up" title="In these groups" hint="so its members get what these have" />
      <Side
        {...given}
        way="down"
        title="Groups in it"
        hint={`whose members get what ${group.name} has`}
      />
    </section>
  );
}

type Way = 'up' | 'down';
type At = { tree: Tree; id: string; way: Way };

function Side({ title, hint, ...at }: At & { title: string; hint: string }) {
  const isEmpty = edgesFrom(at).length === 0;
  return (
    <div className="min-w-0">
      <h2 className="text-sm">
        <span className="font-semibold">{title}</span>{' '}
        <span className="text-xs text-dim">{isEmpty ? 'none' : hint}</span>
      </h2>
      <Branch {...at} passed={[at.id]} />
    </div>
  );
}

const edgesFrom = ({ tree, id, way }: At) =>
  tree.edges
    .filter(({ parent, child }) => (way === 'up' ? child : parent) === id)
    .map((edge) => ({ ...edge, next: way === 'up' ? edge.parent : edge.child }));

/** The next groups in one direction, each with its own; a way never passes a group twice. */
function Branch({ passed, ...at }: At & { passed: readonly string[] }) {
  const next = edgesFrom(at).filter((edge) => !passed.includes(edge.next));
  if (next.length === 0) return null;
  return (
    <ul className="mt-1 ml-1.5 border-l border-line pl-3">
      {next.map((edge) => {
        const node = at.tree.nodes.find(({ id }) => id === edge.next);
        return (
          node && (
            <li key={edge.next} className="py-0.5">
              <NodeLine node={node} edge={edge} />
              <Branch {...at} id={edge.next} passed={[...passed, edge.next]} />
            </li>
          )
        );
      })}
    </ul>
  );
}

type LineGiven = { node: Tree['nodes'][number]; edge: Tree['edges'][number] };

function NodeLine({ node: { id, name, memberCount, isSuspended }, edge }: LineGiven) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm">
      <Users aria-hidden className="size-3.5 shrink-0 text-dim" />
      <GroupLink group={{ id, name }} />
      <span className="text-xs text-dim">{plural(memberCount, 'member')}</span>
      {isSuspended && <Badge tone="danger">Suspended</Badge>}
      {edge.state !== 'active' && <Badge tone="warn">{edge.state}</Badge>}
      {edge.state === 'active' && edge.validUntil && (
        <span className="text-xs text-dim">
          <Until at={edge.validUntil} />
        </span>
      )}
    </span>
  );
}
