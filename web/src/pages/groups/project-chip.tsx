import { FolderKey, Lock, X } from 'lucide-react';
import { Tip } from '../../parts/frame/tip.tsx';
import { useProject } from '../../session.tsx';

type Given = { project: { id: string; name: string }; onDrop: () => void };

/** A chosen project; says so where the viewer may not add groups to it. */
export function ProjectChip({ project: { id, name }, onDrop }: Given) {
  const { project, lack } = useProject(id);
  const locked = project && lack('groups', 'create');
  const Icon = locked === undefined ? FolderKey : Lock;
  return (
    <li
      className={`inline-flex items-center gap-1 rounded-md border py-0.5 pr-0.5 pl-2 text-sm ${locked === undefined ? 'border-line bg-panel' : 'border-danger/30 bg-danger-soft text-danger-ink'}`}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {locked === undefined ? (
        name
      ) : (
        <Tip text={locked} describes>
          {(described) => <span aria-describedby={described}>{name}</span>}
        </Tip>
      )}
      <button
        type="button"
        aria-label={`Leave ${name} out`}
        onClick={onDrop}
        className="rounded p-1 text-dim hover:bg-hover hover:text-ink"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  );
}
