import { tags } from '@coterie/contract';
import { slugOf } from '@coterie/kernel';
import { Plus } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { perform, sentence, useAct, useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { Check, TextField } from '../../parts/form/field.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { useProject } from '../../session.tsx';

type Tag = { id: string; slug: string; name: string; color: string | null };

/** The tags of a secret, each with a dot of its colour. */
export function TagChips({ tags: list }: { tags: readonly Tag[] }) {
  if (list.length === 0) return null;
  return (
    <span className="mt-0.5 flex flex-wrap gap-1">
      {list.map((tag) => (
        <Badge key={tag.id}>
          <Dot color={tag.color} />
          {tag.name}
        </Badge>
      ))}
    </span>
  );
}

const Dot = ({ color }: { color: string | null }) =>
  color ? (
    <span aria-hidden className="size-2 rounded-full" style={{ backgroundColor: color }} />
  ) : null;

type Given = {
  projectId: string;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
};

/** The tags of the project to choose from, and a new one made on the spot; nothing for who may not see tags. */
export function TagField({ projectId, chosen, onChange }: Given) {
  const { may } = useProject(projectId);
  const mayRead = may('tags', 'read');
  const { answer } = useAsk(tags.listTags, { params: { projectId } }, { enabled: mayRead });
  if (!mayRead) return null;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">Tags</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {answer?.tags.map(({ id, name, color }) => (
          <Check
            key={id}
            label={
              <span className="inline-flex items-center gap-1.5">
                <Dot color={color} />
                {name}
              </span>
            }
            checked={chosen.includes(id)}
            onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        ))}
        {answer?.tags.length === 0 && <p className="text-xs text-dim">No tags yet.</p>}
      </div>
      {may('tags', 'create') && (
        <NewTag projectId={projectId} onMade={(id) => onChange([...chosen, id])} />
      )}
    </fieldset>
  );
}

function NewTag({ projectId, onMade }: { projectId: string; onMade: (id: string) => void }) {
  const [name, setName] = useState('');
  const body = { slug: slugOf(name), name: name.trim() };
  const act = useAct(() => perform(tags.createTag, { params: { projectId }, body }), {
    onDone: ({ tag }) => {
      onMade(tag.id);
      setName('');
    },
  });
  const make = () => act.run(undefined);
  const isNamed = body.slug !== '';
  // Enter makes the tag; it would send the form around it.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (isNamed) make();
  };
  return (
    <div className="flex items-start gap-2">
      <div className="max-w-56 grow">
        <TextField
          label="New tag"
          value={name}
          onChange={setName}
          onKeyDown={onKeyDown}
          error={act.error ? sentence(act.error) : undefined}
        />
      </div>
      <div className="mt-6">
        <Button icon={Plus} pending={act.pending} disabled={!isNamed} onClick={make}>
          Create tag
        </Button>
      </div>
    </div>
  );
}
